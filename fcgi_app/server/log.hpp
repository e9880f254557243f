// The log: one JSON object per line on standard output. It never has a token, password, note or
// query string. Each thread has its own buffer, so that threads do not wait for one another.
#pragma once

#include <unistd.h>

#include <chrono>
#include <optional>
#include <string_view>

#include "server/request.hpp"
#include "shared/ids.hpp"

namespace daymark::server {

/// The longest time that a request's line stays in its thread's buffer.
inline constexpr std::chrono::milliseconds kFlushAfter{100};

/// How long a thread waits, at most once, for whoever reads the log. Then lines are dropped.
inline constexpr std::chrono::milliseconds kLogPatience{1000};

/// Call once, before anything is logged. `pool` is written in each line.
void start_log(std::string_view pool, int descriptor = STDOUT_FILENO);

/// Buffers a line. The buffer is written when it exceeds PIPE_BUF bytes, after kFlushAfter, before
/// a warning of this thread, and when the thread ends.
void log_request(const Request& request, int status, std::chrono::microseconds duration);

/// Logs an event for the operator, at once, after the buffered lines of this thread. `request_id`
/// is empty if the event belongs to no request.
void log_warning(std::string_view text, std::string_view request_id = {});
void log_info(std::string_view text);

/// What decides who gets in, or may do what. The codes: docs/operating.md#security-events.
enum class SecurityEvent {
  kSignedUp,
  kSignedIn,
  kSignInFailed,  // also a wrong current password
  kSignInHeldUp,
  kSignedOut,
  kSessionEnded,
  kPasswordChanged,
  kAccountDeleted,
  kAchievementAdded,
  kAchievementAwarded,
  kAwardTakenBack,
  kTaskLimitSet,
};

/// Logs the event at once, with the address that the request comes from. `account`: whose session
/// or password it is, or the administrator; nullopt if that is not known. The name that somebody
/// tries is not logged: it may be a password in the wrong field.
void log_security(SecurityEvent event, const Request& request,
                  std::optional<shared::AccountId> account);

/// Writes the buffers of all threads. Call before the program ends; threads may still be running.
void flush_log();

}  // namespace daymark::server
