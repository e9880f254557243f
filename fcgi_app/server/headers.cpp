#include "server/headers.hpp"

#include <string>

#include "server/ascii.hpp"

namespace daymark::server {
namespace {

bool is_encoded(const Request& request) {
  for (auto codings : request.lines("HTTP_CONTENT_ENCODING")) {
    while (!codings.empty()) {
      const auto coding = trim(take_until(codings, ','));
      if (!coding.empty() && !equal_ignoring_case(coding, "identity")) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

Refusal malformed_header(std::string_view name) {
  return {Problem::kMalformedHeader, ExtraMembers{R"({"header":")" + std::string(name) + R"("})"}};
}

std::optional<std::string_view> single_header(const Request& request, std::string_view name,
                                              std::string_view variable) {
  const auto lines = request.lines(variable);
  if (lines.size() > 1) {
    throw malformed_header(name);
  }
  return lines.empty() ? std::nullopt : std::optional{trim(lines.front())};
}

std::string_view media_type(const Request& request) {
  if (is_encoded(request)) {
    throw Refusal{Problem::kUnsupportedMediaType};
  }
  // CONTENT_TYPE is the first line, whether there are others or not.
  [[maybe_unused]] const auto only = single_header(request, "Content-Type", "HTTP_CONTENT_TYPE");
  auto type = request.variable("CONTENT_TYPE");
  return trim(take_until(type, ';'));
}

}  // namespace daymark::server
