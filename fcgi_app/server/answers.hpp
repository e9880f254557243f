// What the answers of several features have in common.
#pragma once

#include <string>

#include "server/language.hpp"
#include "server/request.hpp"

namespace daymark::server {

/// About a person: it is kept in no cache.
[[nodiscard]] Response private_answer(int status, std::string body = {});

/// Says which language the texts in an answer are in.
void tell_language(Response& response, Language language);

}  // namespace daymark::server
