#include "support/openapi.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "support/schema.hpp"
#include "support/url.hpp"

namespace daymark::support {
namespace {

// Headers of HTTP itself and of the web server, which each of its answers may have.
constexpr auto kTransportHeaders = std::to_array<std::string_view>(
    {"accept-ranges", "connection", "content-length", "content-security-policy", "content-type",
     "cross-origin-resource-policy", "date", "keep-alive", "server", "strict-transport-security",
     "transfer-encoding", "x-content-type-options"});

constexpr std::size_t kShownBytesMax = 1'000;

// What a request can meet before it gets as far as an operation.
const std::map<int, std::string_view> kResponsesAnywhere = {
    {400, "BadRequest"},   {404, "NotFound"},    {405, "MethodNotAllowed"},
    {413, "BodyTooLarge"}, {414, "UriTooLong"},  {431, "HeadersTooLarge"},
    {502, "BadGateway"},   {503, "Unavailable"}, {504, "GatewayTimeout"}};

Json scalar_from_yaml(const YAML::Node& node) {
  const auto& text = node.Scalar();
  if (node.Tag() == "!") {
    return text;  // quoted
  }
  if (text == "null" || text == "~" || text.empty()) {
    return nullptr;
  }
  if (text == "true" || text == "false") {
    return text == "true";
  }
  const auto* end = text.data() + text.size();
  std::int64_t integer = 0;
  if (const auto read = std::from_chars(text.data(), end, integer);
      read.ec == std::errc{} && read.ptr == end) {
    return integer;
  }
  double number = 0;
  if (const auto read = std::from_chars(text.data(), end, number);
      read.ec == std::errc{} && read.ptr == end) {
    return number;
  }
  return text;
}

Json from_yaml(const YAML::Node& node) {
  if (node.IsMap()) {
    Json::Object members;
    for (const auto& member : node) {
      const auto& name = member.first.Scalar();
      // The page at /docs/ does not read such a document; yaml-cpp does.
      if (std::ranges::find(members, name, &Json::Member::name) != members.end()) {
        throw std::runtime_error{"openapi.yaml has two members of one map with the name " + name};
      }
      members.push_back({name, from_yaml(member.second)});
    }
    return members;
  }
  if (node.IsSequence()) {
    Json::Array items;
    for (const auto& item : node) {
      items.push_back(from_yaml(item));
    }
    return items;
  }
  return node.IsScalar() ? scalar_from_yaml(node) : Json{nullptr};
}

std::string to_lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

/// Without its parameters.
std::string media_type(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  type = type.substr(0, type.find_last_not_of(' ') + 1);
  return std::string{type};
}

std::string to_upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

void append(std::vector<std::string>& faults, const std::string& where,
            const std::vector<std::string>& more) {
  for (const auto& fault : more) {
    faults.push_back(where + fault);
  }
}

}  // namespace

Sessions sessions_of(const Json& operation) {
  const auto* security = operation.find("security");
  if (security == nullptr) {
    return Sessions::kNeeded;  // as the whole document says
  }
  const auto& ways = security->as_array();
  if (ways.empty()) {
    return Sessions::kIgnored;
  }
  // `{}` stands for none of them.
  return std::ranges::find(ways, object({})) == ways.end() ? Sessions::kNeeded : Sessions::kWelcome;
}

bool is_limited(const Json& document, const Json& operation) {
  const auto* response = operation["responses"].find("429");
  return response != nullptr &&
         resolve(document, *response).to_text().find("\"too-many-") != std::string::npos;
}

struct OpenApi::Target {
  /// As documented, where it is; `HEAD` is `GET`.
  std::optional<std::string> path;
  std::string method;
  std::string query;
};

OpenApi::OpenApi(const std::filesystem::path& file)
    : document_{from_yaml(YAML::LoadFile(file.string()))} {
  for (const auto& [path, item] : document_["paths"].as_object()) {
    for (const auto& [method, content] : item.as_object()) {
      if (method == "parameters") {
        continue;
      }
      Operation operation{.method = to_upper(method), .path = path, .statuses = {}};
      operation.needs_session = sessions_of(content) == Sessions::kNeeded;
      operation.has_body = content.has("requestBody");
      for (const auto& [status, response] : content["responses"].as_object()) {
        operation.statuses.insert(std::stoi(status));
        operation.is_for_admins |=
            status == "403" &&
            resolve(document_, response).to_text().find("admins-only") != std::string::npos;
      }
      operations_.push_back(std::move(operation));
    }
  }
}

std::optional<std::string> OpenApi::find_path(std::string_view path) const {
  const auto parts = split(path, '/');
  for (const auto& documented : document_["paths"].as_object()) {
    const auto fits = std::ranges::equal(
        split(documented.name, '/'), parts, [](std::string_view wanted, std::string_view part) {
          return wanted.starts_with('{') ? !part.empty() : wanted == part;
        });
    if (fits) {
      return documented.name;
    }
  }
  return std::nullopt;
}

const Json& OpenApi::find_response(const Target& target, int status,
                                   std::vector<std::string>& faults) const {
  static const Json nothing = object({});
  if (target.path) {
    if (const auto* operation = document_["paths"][*target.path].find(to_lower(target.method))) {
      if (const auto* response = (*operation)["responses"].find(std::to_string(status))) {
        return resolve(document_, *response);
      }
      faults.push_back(" is not documented");
      return nothing;
    }
  }
  const auto name = kResponsesAnywhere.find(status);
  const auto is_right = name != kResponsesAnywhere.end() && status != (target.path ? 404 : 405);
  if (!is_right && target.method != "TRACE") {
    faults.push_back(target.path ? ": the path has no such method, so it should be 405"
                                 : ": there is no such path, so it should be 404");
  }
  return name == kResponsesAnywhere.end() ? nothing
                                          : document_["components"]["responses"][name->second];
}

void OpenApi::check_headers(const Json& response, const Answer& answer,
                            std::vector<std::string>& faults) const {
  std::set<std::string> documented;
  if (const auto* headers = response.find("headers")) {
    for (const auto& [name, reference] : headers->as_object()) {
      documented.insert(to_lower(name));
      const auto& header = resolve(document_, reference);
      const auto value = answer.headers.find(name);
      if (value) {
        append(faults, ": the header " + name,
               find_faults(document_, header["schema"],
                           value_of_text(document_, header["schema"], *value)));
      } else if (header["required"].as_bool()) {
        faults.push_back(" lacks the header " + name);
      }
    }
  }
  for (const auto& header : answer.headers) {
    const auto name = to_lower(header.name);
    if (!documented.contains(name) &&
        std::ranges::find(kTransportHeaders, name) == kTransportHeaders.end()) {
      faults.push_back(" has the undocumented header " + header.name + ": " + header.value);
    }
  }
}

void OpenApi::check_body(const Json& response, const Request& request, const Answer& answer,
                         std::vector<std::string>& faults) const {
  const auto* content = response.find("content");
  const auto type = answer.header("Content-Type");
  if (content == nullptr) {
    if (!type.empty() || !answer.body.empty()) {
      faults.push_back(" should have no body and no Content-Type");
    }
    return;
  }
  const auto* documented = content->find(media_type(type));
  if (documented == nullptr) {
    faults.push_back(" has the undocumented content type \"" + type + "\"");
    return;
  }
  if (request.method == "HEAD") {
    if (!answer.body.empty()) {
      faults.push_back(" has a body for HEAD");
    }
    return;
  }
  if (!type.starts_with("application/json") && !type.starts_with("application/problem+json")) {
    return;
  }
  try {
    const auto body = answer.json();
    append(faults, ": the body ", find_faults(document_, (*documented)["schema"], body));
    if (const auto* code = body.find("code");
        code != nullptr && answer.status >= 400 &&
        Json{"urn:daymark:problem:" + code->as_string()} != body["type"]) {
      faults.push_back(": type and code differ");
    }
    if (const auto* id = body.find("request_id");
        id != nullptr && *id != Json{answer.header("X-Request-Id")}) {
      faults.push_back(": request_id and X-Request-Id differ");
    }
  } catch (const JsonError& error) {
    faults.push_back(std::string{": the body is wrong: "} + error.what() + ": " +
                     answer.body.substr(0, kShownBytesMax));
  }
}

void OpenApi::check_accepted(const Target& target, const Request& request,
                             std::vector<std::string>& faults) const {
  const auto& operation = document_["paths"][*target.path][to_lower(target.method)];
  if (const auto* body = operation.find("requestBody")) {
    const auto& content = resolve(document_, *body)["content"];
    const auto type = to_lower(media_type(request.headers.find("Content-Type").value_or("")));
    if (type == "application/json") {
      const auto text = request.body.value_or("");
      const auto sent = Json::parse(without_byte_order_mark(text));
      append(faults, ": was carried out, but the request's body ",
             find_faults(document_, content[type]["schema"], sent));
    } else if (!content.has(type)) {
      faults.push_back(": was carried out with the undocumented content type " + type);
    }
  }
  if (target.query.empty()) {
    return;
  }
  for (const auto pair : split(target.query, '&')) {
    if (pair.empty()) {
      continue;
    }
    const auto equals = pair.find('=');
    const auto name = percent_decoded(pair.substr(0, equals)).value_or("");
    const auto* parameters = operation.find("parameters");
    const auto is_named = [&name](const Json& parameter) {
      return parameter["name"] == Json{name} && parameter["in"] == Json{"query"};
    };
    if (parameters == nullptr || std::ranges::none_of(parameters->as_array(), is_named)) {
      faults.push_back(": was carried out with the undocumented parameter " + name);
      continue;
    }
    const auto& schema = (*std::ranges::find_if(parameters->as_array(), is_named))["schema"];
    const auto value =
        equals == std::string_view::npos ? "" : percent_decoded(pair.substr(equals + 1));
    if (!value) {
      faults.push_back(": was carried out, but the parameter " + name + " is not encoded right");
      continue;
    }
    append(faults, ": was carried out, but the parameter " + name,
           find_faults(document_, schema, value_of_text(document_, schema, *value)));
  }
}

std::vector<std::string> OpenApi::check(const Request& request, const Answer& answer) {
  const auto question_mark = request.target.find('?');
  Target target{
      .path = find_path(request.target.substr(0, question_mark)),
      .method = request.method == "HEAD" ? "GET" : request.method,
      .query = question_mark == std::string::npos ? "" : request.target.substr(question_mark + 1)};
  std::vector<std::string> faults;
  const auto& response = find_response(target, answer.status, faults);
  if (faults.empty()) {
    check_headers(response, answer, faults);
    check_body(response, request, answer, faults);
    if (answer.status < 300) {
      check_accepted(target, request, faults);
    }
  }
  const auto name =
      request.method + " " + request.target.substr(0, 100) + " " + std::to_string(answer.status);
  for (auto& fault : faults) {
    fault = name + fault;
  }
  if (target.path) {
    const std::scoped_lock lock{mutex_};
    seen_.insert(target.method + " " + *target.path + " " + std::to_string(answer.status));
  }
  return faults;
}

std::vector<std::string> OpenApi::list_unseen() const {
  const std::scoped_lock lock{mutex_};
  std::vector<std::string> unseen;
  for (const auto& operation : operations_) {
    for (const auto status : operation.statuses) {
      auto name = operation.name() + " " + std::to_string(status);
      if (!seen_.contains(name)) {
        unseen.push_back(std::move(name));
      }
    }
  }
  return unseen;
}

}  // namespace daymark::support
