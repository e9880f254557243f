#include "jobs/purge_idempotency_keys.hpp"

#include "mood/mood.hpp"
#include "sql/queries.hpp"
#include "tasks/tasks.hpp"

namespace daymark::jobs {

bool purge_idempotency_keys(storage::Database& database, const DoPiece& do_piece,
                            shared::Instant now, int keys_max) {
  return for_all_accounts(database, do_piece, [&](const AccountRange& accounts) {
    database.write(sql::jobs::kPurgeMoodIdempotencyKeys,
                   {{"first_account", accounts.first},
                    {"last_account", accounts.last},
                    {"created_before", now - server::kIdempotencyKeyLifetime}});
    database.write(sql::jobs::kPurgeSurplusIdempotencyKeys, {{"first_account", accounts.first},
                                                             {"last_account", accounts.last},
                                                             {"keys_max", keys_max}});
    database.write(sql::jobs::kPurgeTaskIdempotencyKeys,
                   {{"first_account", accounts.first},
                    {"last_account", accounts.last},
                    {"created_before", now - server::kIdempotencyKeyLifetime}});
  });
}

}  // namespace daymark::jobs
