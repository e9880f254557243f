#include "jobs/pieces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "sql/queries.hpp"

namespace daymark::jobs {
namespace {

constexpr std::int64_t kAccountsAtATime = 500;
constexpr int kFirstBytes = 256;

std::int64_t find_last_account(storage::Database& database) {
  return storage::the_value<std::optional<std::int64_t>>(
             database.read(sql::jobs::kFindLastAccount, {}))
      .value_or(0);
}

}  // namespace

bool for_all_accounts(storage::Database& database, const DoPiece& do_piece,
                      const std::function<void(const AccountRange&)>& piece) {
  const auto last = find_last_account(database);
  for (std::int64_t done = 0; done < last; done += kAccountsAtATime) {
    const AccountRange range{.first = {done + 1}, .last = {done + kAccountsAtATime}};
    if (!do_piece([&] { piece(range); })) {
      return false;
    }
  }
  return true;
}

bool for_all_hashes(const DoPiece& do_piece, const std::function<void(const HashRange&)>& piece) {
  const std::string least(62, '0');
  const std::string greatest(62, 'f');
  for (int byte = 0; byte < kFirstBytes; ++byte) {
    const auto first_byte = fmt::format("\\x{:02x}", byte);
    const HashRange range{.first = first_byte + least, .last = first_byte + greatest};
    if (!do_piece([&] { piece(range); })) {
      return false;
    }
  }
  return true;
}

}  // namespace daymark::jobs
