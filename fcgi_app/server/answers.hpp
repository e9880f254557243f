// Helpers for responses that several features use.
#pragma once

#include <string>

#include "server/language.hpp"
#include "server/request.hpp"

namespace daymark::server {

/// With personal data: no cache may store it (`Cache-Control: no-store`).
[[nodiscard]] Response private_answer(int status, std::string body = {});

/// Adds Content-Language, and `Vary: Accept-Language`.
void tell_language(Response& response, Language language);

}  // namespace daymark::server
