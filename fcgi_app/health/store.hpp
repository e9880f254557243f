// Queries of the health checks.
#pragma once

#include "storage/database.hpp"

namespace daymark::health::store {

/// Does what people's writes need: locks their tables, makes a file longer, and waits until the
/// disk has it. Leaves nothing behind. Throws storage::Failure, if it takes longer than a second
/// too.
void try_write(storage::Database& database);

}  // namespace daymark::health::store
