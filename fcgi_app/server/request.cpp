#include "server/request.hpp"

#include <algorithm>
#include <charconv>

#include "server/ascii.hpp"
#include "server/random.hpp"
#include "shared/hex.hpp"

namespace daymark::server {
namespace {

constexpr std::size_t kRequestIdLengthMax = 64;
constexpr std::size_t kRequestIdBytes = 16;

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= kRequestIdLengthMax &&
         std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

std::string make_request_id() {
  std::string text;
  for (const auto byte : random_bytes<kRequestIdBytes>()) {
    shared::append_hex(text, byte);
  }
  return text;
}

}  // namespace

std::string_view Request::variable(std::string_view name) const {
  const auto found = std::ranges::find(variables, name, &Variables::value_type::first);
  return found == variables.end() ? std::string_view{} : found->second;
}

std::vector<std::string_view> Request::lines(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [variable, value] : variables) {
    if (variable == name) {
      values.push_back(value);
    }
  }
  return values;
}

Request make_request(Variables variables, shared::Instant now) {
  Request request;
  request.variables = std::move(variables);
  request.now = now;
  request.method = request.variable("REQUEST_METHOD");
  request.query = request.variable("REQUEST_URI");
  request.path = take_until(request.query, '?');
  const auto length = request.variable("CONTENT_LENGTH");
  std::from_chars(length.data(), length.data() + length.size(), request.content_length);
  request.is_before_body = !request.variable("DAYMARK_BEFORE_BODY").empty();
  request.language = preferred_language(request.lines("HTTP_ACCEPT_LANGUAGE"));
  const auto id = request.variable("HTTP_X_REQUEST_ID");
  request.request_id = is_request_id(id) ? std::string(id) : make_request_id();
  return request;
}

}  // namespace daymark::server
