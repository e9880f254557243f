// The log: one JSON object a line on standard output. Never a token, a password, a note or a query
// string. Every thread has a buffer of its own, so that none waits for another to log a request.
#pragma once

#include <unistd.h>

#include <chrono>
#include <string_view>

#include "server/request.hpp"

namespace daymark::server {

/// How long a request's line stays in the buffer of its thread at most.
inline constexpr std::chrono::milliseconds kFlushAfter{100};

/// To be called once, before anything is logged. `pool` goes into every line.
void start_log(std::string_view pool, int descriptor = STDOUT_FILENO);

/// Leaves with other lines of this thread: when there are enough of them, when kFlushAfter is over
/// or when the thread ends.
void log_request(const Request& request, int status, std::chrono::microseconds duration);

/// Something that an operator should know, about a request where `request_id` is not empty. Leaves
/// at once, after what this thread has logged before.
void log_warning(std::string_view text, std::string_view request_id = {});
void log_info(std::string_view text);

/// Writes what all threads have logged. To be called before the program ends: some of them may
/// still be running then.
void flush_log();

}  // namespace daymark::server
