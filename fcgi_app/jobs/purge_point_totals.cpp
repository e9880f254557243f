#include "jobs/purge_point_totals.hpp"

#include <cassert>
#include <cstdint>

#include "sql/queries.hpp"

namespace daymark::jobs {

bool purge_point_totals(storage::Database& database, const DoPiece& do_piece) {
  for (std::int64_t purged = 1; purged > 0;) {
    const bool goes_on = do_piece([&] {
      auto rows = database.write(sql::jobs::kPurgePointTotals, {});
      [[maybe_unused]] const bool is_there = rows.next();
      assert(is_there);
      purged = rows.take<std::int64_t>();
    });
    if (!goes_on) {
      return false;
    }
  }
  return true;
}

}  // namespace daymark::jobs
