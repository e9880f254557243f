#include "server/answers.hpp"

#include <fmt/format.h>

#include <utility>

namespace daymark::server {

Response private_answer(int status, std::string body) {
  return {.status = status, .headers = {{"Cache-Control", "no-store"}}, .body = std::move(body)};
}

void tell_language(Response& response, Language language) {
  response.headers.emplace_back("Content-Language", shared::code(language));
  response.headers.emplace_back("Vary", "Accept-Language");
}

std::string next_link(std::string_view path, int limit, std::string_view cursor,
                      std::string_view more) {
  return fmt::format("<{}?limit={}&cursor={}{}>; rel=\"next\"", path, limit, cursor, more);
}

}  // namespace daymark::server
