#include "jobs/purge_sessions.hpp"

#include "accounts/slowing.hpp"
#include "sql/queries.hpp"

namespace daymark::jobs {

bool purge_sessions(storage::Database& database, const DoPiece& do_piece, shared::Instant now) {
  return for_all_accounts(database, do_piece, [&](const AccountRange& range) {
    database.write(sql::jobs::kPurgeSessions,
                   {{"first_account", range.first}, {"last_account", range.last}, {"now", now}});
    database.write(sql::jobs::kPurgeSignInNetworks,
                   {{"first_account", range.first},
                    {"last_account", range.last},
                    {"signed_in_before", now - accounts::kNetworkLifetime}});
    database.write(sql::jobs::kPurgeDevices,
                   {{"first_account", range.first},
                    {"last_account", range.last},
                    {"signed_in_before", now - accounts::kDeviceLifetime}});
  });
}

}  // namespace daymark::jobs
