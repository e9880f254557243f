#include "jobs/purge_point_totals.hpp"

#include <cstdint>

#include "sql/queries.hpp"

namespace daymark::jobs {

bool purge_point_totals(storage::Database& database, const DoPiece& do_piece) {
  for (std::int64_t purged = 1; purged > 0;) {
    const bool goes_on = do_piece([&] {
      purged = storage::the_value<std::int64_t>(database.write(sql::jobs::kPurgePointTotals, {}));
    });
    if (!goes_on) {
      return false;
    }
  }
  return true;
}

}  // namespace daymark::jobs
