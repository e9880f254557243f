// What the long-running programs do at their start and when they fail.
#pragma once

#include <chrono>
#include <functional>
#include <string_view>

#include "storage/database.hpp"

namespace daymark {

/// The length of a long turn on the processor. Other processes have about 3 ms.
inline constexpr std::chrono::milliseconds kLongTurn{20};

/// Blocks SIGTERM and SIGINT and returns a descriptor that becomes, and stays, readable when one
/// arrives. Also ignores SIGPIPE. Call before threads are started: they inherit the mask.
[[nodiscard]] int shutdown_descriptor();

/// For programs whose work is not urgent: requests long turns on the processor. On Linux 6.12 and
/// later, a process with shorter turns may then interrupt this one; older kernels ignore the
/// request. Call before threads are started: they inherit it.
void take_long_turns();

/// Throws ConfigError if the schema is too old. Logs a warning if the machine's clock is wrong. If
/// the database does not answer, logs a warning and returns: later statements connect. Needs the
/// log.
void check_database(storage::Database& database);

/// Runs `work`, then flushes the log. Returns 0, or if `work` throws, 78 (ConfigError) or 1, with
/// the message on standard error.
[[nodiscard]] int run_program(std::string_view name, const std::function<void()>& work);

}  // namespace daymark
