#include "server/answers.hpp"

#include <utility>

namespace daymark::server {

Response private_answer(int status, std::string body) {
  return {.status = status, .headers = {{"Cache-Control", "no-store"}}, .body = std::move(body)};
}

void tell_language(Response& response, Language language) {
  response.headers.emplace_back("Content-Language", shared::code(language));
  response.headers.emplace_back("Vary", "Accept-Language");
}

}  // namespace daymark::server
