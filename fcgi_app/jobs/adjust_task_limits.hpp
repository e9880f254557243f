// Once a day of each account: looks at its last seven complete days and gives it more or fewer
// tasks a day. By which rule, shared/task_limit says.
#pragma once

#include <cstdint>

#include "jobs/queue.hpp"

namespace daymark::jobs {

/// Looks at the accounts that were taken, settles what follows and finishes their jobs, in one
/// statement: all of it happens once. Answers with how many that were; one that was changed
/// meanwhile is due again at once. Throws storage::Failure, and then nothing has happened.
[[nodiscard]] std::int64_t adjust_task_limits(storage::Database& database, const Taken& taken,
                                              Instant now);

}  // namespace daymark::jobs
