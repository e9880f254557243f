// A database with so many accounts that PostgreSQL's plans are those of a service in use.
#pragma once

#include <string_view>

#include "world.hpp"

namespace daymark::db_tests {

/// 2,000 accounts with all that belongs to them, each with an entry on each of 60 days.
void load_many_accounts(support::Database& admin);

/// Whether a table has rows of each account. The counts of all accounts are none of these: they are
/// small, and belong to nobody.
[[nodiscard]] bool grows_with_accounts(std::string_view table);

}  // namespace daymark::db_tests
