#include "jobs/purge_sessions.hpp"

#include "sql/queries.hpp"

namespace daymark::jobs {

bool purge_sessions(storage::Database& database, const DoPiece& do_piece, shared::Instant now) {
  return for_all_accounts(database, do_piece, [&](const AccountRange& accounts) {
    database.write(
        sql::jobs::kPurgeSessions,
        {{"first_account", accounts.first}, {"last_account", accounts.last}, {"now", now}});
  });
}

}  // namespace daymark::jobs
