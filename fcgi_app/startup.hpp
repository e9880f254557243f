// What the programs that run for long do before they begin and when they fail.
#pragma once

#include <chrono>
#include <functional>
#include <string_view>

#include "storage/database.hpp"

namespace daymark {

/// How long a program has the processor that takes long turns; others have it some 3 ms.
inline constexpr std::chrono::milliseconds kLongTurn{20};

/// Takes SIGTERM and SIGINT, which end a process, out of their usual way: the descriptor becomes
/// and stays readable instead. To be called before there are threads, so that all of them inherit
/// the mask.
[[nodiscard]] int shutdown_descriptor();

/// For a program whose work nobody waits for as one waits for a page. On Linux 6.12 and later,
/// whoever wants the processor for a shorter turn gets it in the middle of this one's; older ones
/// take no notice. To be called before there are threads, which inherit it.
void take_long_turns();

/// A database that is not there yet is waited for; one that is too old is a mistake: throws
/// ConfigError. Needs the log.
void check_schema(storage::Database& database);

/// Does a program's work. Answers with its exit status and says on standard error what went wrong.
[[nodiscard]] int run_program(std::string_view name, const std::function<void()>& work);

}  // namespace daymark
