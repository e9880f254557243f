#include "health/store.hpp"

#include <chrono>

#include "shared/ids.hpp"
#include "sql/queries.hpp"

namespace daymark::health::store {
namespace {

constexpr std::chrono::seconds kTimeMax{1};

/// No account has this id.
constexpr shared::AccountId kNobody{0};

}  // namespace

void try_write(storage::Database& database) {
  storage::Transaction transaction{database, kTimeMax};
  transaction.run(sql::health::kTryTables, {{"account", kNobody}});
  transaction.run(sql::health::kCreateTrial, {});
  transaction.run(sql::health::kTryDisk, {});
  transaction.commit();
}

}  // namespace daymark::health::store
