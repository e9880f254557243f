// Once a day for each account: reads its last seven complete days and changes its daily limit of
// tasks by the rule of shared/task_limit.
#pragma once

#include <cstdint>

#include "jobs/queue.hpp"

namespace daymark::jobs {

/// Decides for the accounts in `taken`, stores the decisions and finishes their jobs in one
/// statement, so each happens once. Returns the number of finished jobs; the job of an account that
/// was changed meanwhile stays due. Throws storage::Failure; then nothing has changed.
[[nodiscard]] std::int64_t adjust_task_limits(storage::Database& database, const Taken& taken,
                                              Instant now);

}  // namespace daymark::jobs
