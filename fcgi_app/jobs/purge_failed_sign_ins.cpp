#include "jobs/purge_failed_sign_ins.hpp"

#include "accounts/slowing.hpp"
#include "sql/queries.hpp"

namespace daymark::jobs {

bool purge_failed_sign_ins(storage::Database& database, const DoPiece& do_piece,
                           shared::Instant now) {
  return for_all_hashes(do_piece, [&](const HashRange& names) {
    database.write(sql::jobs::kPurgeFailedSignIns,
                   {{"first_hash", names.first},
                    {"last_hash", names.last},
                    {"created_before", now - accounts::kFailureLifetime}});
    database.write(sql::jobs::kPurgeStrangersFailedSignIns,
                   {{"first_hash", names.first},
                    {"last_hash", names.last},
                    {"created_before", now - accounts::kStrangersWindow}});
  });
}

}  // namespace daymark::jobs
