// The log: one JSON object a line on standard output. Never a token, a password, a note or a query
// string.
#pragma once

#include <chrono>
#include <string_view>

#include "server/request.hpp"

namespace daymark::server {

/// To be called once, before anything is logged. `pool` goes into every line.
void start_log(std::string_view pool);

void log_request(const Request& request, int status, std::chrono::microseconds duration);

/// Something that an operator should know, about a request where `request_id` is not empty.
void log_warning(std::string_view text, std::string_view request_id = {});
void log_info(std::string_view text);

}  // namespace daymark::server
