#include "support/generator.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "support/openapi.hpp"
#include "support/schema.hpp"
#include "support/url.hpp"

namespace daymark::support {
namespace {

constexpr std::size_t kBodyBytesMax = 65'536;
constexpr std::size_t kDepthMax = 16;
constexpr std::size_t kHeaderBytesMax = 8'192;
constexpr const char* kAccountHeader = "Daymark-Account";

// How often an operation is asked: one that hashes passwords or ends the session seldom, because
// each makes work for the test as well.
constexpr std::size_t kOftenWeight = 20;
constexpr std::size_t kSeldomWeight = 2;
constexpr std::size_t kStaticWeight = 1;

/// Stands in a body for what no JSON value can say.
constexpr const char* kRaw = "@raw@";

constexpr auto kMethods = std::to_array<std::string_view>(
    {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "TRACE", "NONSENSE"});

/// In the place of a value: what makes the whole text no JSON.
constexpr auto kNoJson = std::to_array<std::string_view>({"01",
                                                          "+1",
                                                          "1.",
                                                          ".5",
                                                          "1e",
                                                          "0x1F",
                                                          "NaN",
                                                          "Infinity",
                                                          "-Infinity",
                                                          "-",
                                                          "nul",
                                                          "True",
                                                          "'x'",
                                                          "\"",
                                                          "\"\\x41\"",
                                                          "\"\\u12\"",
                                                          "\"\\ud800\"",
                                                          "\"\\udc00\\ud800\"",
                                                          "\"\\ud800x\"",
                                                          "\"line\nbreak\"",
                                                          "\"\x1F\"",
                                                          "\"\xFF\"",
                                                          "\"\xC0\xAF\"",
                                                          "\"\xED\xA0\x80\"",
                                                          "\"\xF4\x90\x80\x80\"",
                                                          "\"\xE2\x82\"",
                                                          "[1,]",
                                                          "{\"a\":1,}",
                                                          "{a:1}",
                                                          "/**/1",
                                                          "1//",
                                                          "\"\\a\"",
                                                          "[1 2]",
                                                          "undefined",
                                                          "\xEF\xBB\xBF"
                                                          "1",
                                                          "1 1"});

/// In the place of a value: JSON that only says with care what number it is.
constexpr auto kOddNumbers = std::to_array<std::string_view>(
    {"1.0", "3e0", "0.3e1", "30E-1", "-0", "-0.0", "1e-400", "18446744073709551615",
     "9223372036854775808", "-9223372036854775809", "99999999999999999999999999999999", "1E+2",
     "3.0000000000000000000000000000001", "4294967297"});

constexpr auto kWrongIds = std::to_array<std::string_view>({"0",
                                                            "-1",
                                                            "+1",
                                                            "01",
                                                            "1.0",
                                                            "1e3",
                                                            "abc",
                                                            "0x1",
                                                            "%20",
                                                            "1%20",
                                                            "9223372036854775808",
                                                            "99999999999999999999999",
                                                            "%D9%A1",
                                                            "%ff",
                                                            "1%2F2",
                                                            "%27or%271%27%3D%271",
                                                            "%F0%9F%91%8D",
                                                            "*",
                                                            "1;2",
                                                            "1,2",
                                                            "null",
                                                            "%2500"});

bool is_json(std::string_view media_type) { return media_type == "application/json"; }

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

const Json::Array& items_of(const Json* list) {
  static const Json::Array nothing;
  return list == nullptr ? nothing : list->as_array();
}

std::string text_of(const Json& value) {
  return value.is_string() ? value.as_string() : value.to_text();
}

/// What a header can say: no controls, and nothing that would be trimmed.
std::string header_text(std::string text) {
  std::erase_if(text, [](unsigned char c) { return c < ' ' || c == 0x7F; });
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? ""
                                    : text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

/// Puts something else in the place of a parameter of the documented path.
void replace_parameter(std::string& path, std::string_view documented, const std::string& name,
                       std::string_view by) {
  std::size_t start = 0;
  const auto before = documented.substr(0, documented.find('{' + name + '}'));
  for (auto slashes = std::ranges::count(before, '/'); slashes > 0; --slashes) {
    start = path.find('/', start) + 1;
  }
  const auto end = std::min(path.find('/', start), path.size());
  path.replace(start, end - start, by);
}

}  // namespace

struct Generator::Operation {
  struct Parameter {
    std::string name;
    const Json* schema;
    bool is_required;
  };

  std::string method;
  std::string path;
  std::vector<Parameter> in_path;
  std::vector<Parameter> in_query;
  std::vector<Parameter> in_header;
  /// Media types, with their schemas and examples.
  std::vector<std::pair<std::string, const Json*>> bodies;
  std::set<std::string> methods_of_path;
  std::set<int> statuses;
  Sessions sessions = Sessions::kNeeded;
  bool is_limited = false;
  bool has_usual_size = true;
  std::size_t weight = kOftenWeight;

  /// The web server's own files take any query.
  [[nodiscard]] bool checks_parameters() const { return statuses.contains(422); }
};

struct Generator::Draft {
  const Operation* operation;
  std::string method;
  std::string path;
  std::vector<std::string> query;
  std::vector<Header> headers;
  std::string media_type;
  std::optional<Json> body;
  /// The schema of `body`.
  const Json* schema = nullptr;
  /// Written in place of kRaw.
  std::string raw;
  /// The bytes of the body, where they are not those of `body`.
  std::optional<std::string> text;
  bool as_member = true;
  Intent intent = Intent::kValid;
  std::string what = "valid";
  std::set<int> statuses;

  void become(Intent as, std::string words, std::set<int> answers = {}) {
    intent = as;
    what = std::move(words);
    statuses = std::move(answers);
  }

  [[nodiscard]] std::string body_text() const {
    auto written = text ? *text : body ? body->to_text() : "";
    const auto placeholder = '"' + std::string{kRaw} + '"';
    if (const auto place = written.find(placeholder); !raw.empty() && place != std::string::npos) {
      written.replace(place, placeholder.size(), raw);
    }
    return written;
  }
};

Generator::Generator(const Json& document, std::uint64_t seed)
    : document_{document}, values_{document, seed} {
  for (const auto& [path, item] : document_["paths"].as_object()) {
    for (const auto& method : item.as_object()) {
      if (method.name == "parameters") {
        continue;
      }
      const auto operation = read_operation(path, item, method);
      operations_.insert(operations_.end(), operation.weight, operation);
    }
  }
}

Generator::~Generator() = default;

Generator::Operation Generator::read_operation(const std::string& path, const Json& item,
                                               const Json::Member& method) const {
  const auto& content = method.value;
  Operation operation{.method = upper(method.name), .path = path};
  for (const auto& [name, unused] : item.as_object()) {
    operation.methods_of_path.insert(upper(name));
  }
  for (const auto* holder : {&item, &content}) {
    for (const auto& given : items_of(holder->find("parameters"))) {
      const auto& parameter = resolve(document_, given);
      if (parameter["name"] == Json{kAccountHeader}) {
        continue;  // means something only beside the session, which the caller adds
      }
      const auto& in = parameter["in"].as_string();
      auto& list = in == "path"    ? operation.in_path
                   : in == "query" ? operation.in_query
                                   : operation.in_header;
      const auto* required = parameter.find("required");
      list.push_back({.name = parameter["name"].as_string(),
                      .schema = &parameter["schema"],
                      .is_required = required != nullptr && required->as_bool()});
    }
  }
  if (const auto* body = content.find("requestBody")) {
    for (const auto& [type, media] : resolve(document_, *body)["content"].as_object()) {
      operation.bodies.emplace_back(type, &media);
    }
  }
  operation.sessions = sessions_of(content);
  operation.is_limited = is_limited(document_, content);
  auto ends_session = false;
  for (const auto& [status, given] : content["responses"].as_object()) {
    const auto& response = resolve(document_, given);
    if (&response != &document_["components"]["responses"]["OtherAccount"]) {
      operation.statuses.insert(std::stoi(status));
    }
    const auto* headers = response.find("headers");
    ends_session |= headers != nullptr && headers->has("Clear-Site-Data");
    if (status == "413") {
      operation.has_usual_size = &response == &document_["components"]["responses"]["BodyTooLarge"];
    }
  }
  if (!operation.checks_parameters()) {
    operation.weight = kStaticWeight;
  } else if (ends_session || operation.is_limited) {
    operation.weight = kSeldomWeight;
  }
  return operation;
}

Generated Generator::make(const Memory& memory) {
  static constexpr auto kBreaks =
      std::to_array<Break>({&Generator::break_value,      &Generator::break_value,
                            &Generator::break_value,      &Generator::break_value,
                            &Generator::break_number,     &Generator::break_syntax_of_value,
                            &Generator::break_depth,      &Generator::break_text_with_nul,
                            &Generator::break_fields,     &Generator::break_whole_body,
                            &Generator::break_bytes,      &Generator::break_size,
                            &Generator::break_media_type, &Generator::break_parameter,
                            &Generator::break_parameter,  &Generator::break_query,
                            &Generator::break_id,         &Generator::break_path,
                            &Generator::break_method,     &Generator::break_session,
                            &Generator::break_length,     &Generator::break_header});
  constexpr double kValidShare = 0.35;
  auto draft = make_draft(values_.pick_from(operations_), memory);
  if (!values_.happens(kValidShare)) {
    while (!(this->*values_.pick_from(kBreaks))(draft)) {
    }
  }
  return finish(draft);
}

Generator::Draft Generator::make_draft(const Operation& operation, const Memory& memory) {
  Draft draft{.operation = &operation, .method = operation.method, .path = operation.path};
  draft.as_member = operation.sessions == Sessions::kNeeded ||
                    (operation.sessions == Sessions::kWelcome && values_.happens(0.5));
  if (draft.method == "GET" && values_.happens(0.1)) {
    draft.method = "HEAD";
  }
  fill_path(draft, memory);
  fill_query(draft, memory);
  fill_headers(draft, memory);
  fill_body(draft, memory);
  add_noise(draft);
  return draft;
}

void Generator::fill_path(Draft& draft, const Memory& memory) {
  for (const auto& [name, schema, unused] : draft.operation->in_path) {
    const auto place = draft.path.find('{' + name + '}');
    const auto& known = memory.list_below(draft.path.substr(0, place));
    std::string value;
    if (!known.empty() && values_.happens(0.8)) {
      value = values_.pick_from(known);
    } else if (const auto* field = memory.find_field(name); field != nullptr) {
      value = percent_encoded(*field);
    } else {
      value = percent_encoded(text_of(values_.make(*schema).value_or(Json{"1"})));
    }
    draft.path.replace(place, name.size() + 2, value);
  }
}

void Generator::fill_query(Draft& draft, const Memory& memory) {
  const auto is_day = [this](const Operation::Parameter& parameter) {
    const auto* format = resolve(document_, *parameter.schema).find("format");
    return format != nullptr && *format == Json{"date"};
  };
  const auto& parameters = draft.operation->in_query;
  const auto days_possible = std::ranges::count_if(parameters, is_day);
  std::vector<Json> days;
  for (const auto& parameter : parameters) {
    const auto& [name, schema, is_required] = parameter;
    if (!is_required && !values_.happens(0.4)) {
      continue;
    }
    const auto& cursors = memory.list_cursors(draft.path);
    std::optional<Json> value;
    if (name == "cursor") {
      value = cursors.empty() ? std::nullopt : std::optional{Json{values_.pick_from(cursors)}};
    } else {
      value = values_.make(*schema);
    }
    if (value && is_day(parameter)) {
      value = days.empty() || values_.happens(0.2) ? value : days.back();
      days.push_back(*value);
    }
    if (value) {
      draft.query.push_back(percent_encoded(name) + "=" + percent_encoded(text_of(*value)));
    }
  }
  // The document does not tell which days can be the first and the last of a range. One day can.
  const auto is_one_day = [&] {
    return std::ssize(days) == days_possible && days.front() == days.back();
  };
  if (days_possible > 1 && !days.empty() && !is_one_day()) {
    draft.become(Intent::kUnclear, "a range of days");
  }
}

void Generator::fill_headers(Draft& draft, const Memory& memory) {
  // A shorter one could be like one that was sent before.
  constexpr std::size_t kUniqueLength = 16;
  for (const auto& [name, schema, is_required] : draft.operation->in_header) {
    if (!is_required && !values_.happens(0.4)) {
      continue;
    }
    if (name == "If-None-Match") {
      continue;  // with it an answer may be 304, which tells nothing
    }
    const auto& versions = memory.list_versions(draft.path);
    if (name == "If-Match") {
      draft.headers.push_back({name, versions.empty() ? "*" : values_.pick_from(versions)});
      continue;
    }
    for (int attempt = 0; attempt < 20; ++attempt) {
      const auto value = values_.make(*schema);
      if (value && text_of(*value).size() >= kUniqueLength &&
          header_text(text_of(*value)) == text_of(*value)) {
        draft.headers.push_back({name, text_of(*value)});
        break;
      }
    }
  }
}

void Generator::fill_body(Draft& draft, const Memory& memory) {
  const auto& bodies = draft.operation->bodies;
  if (bodies.empty()) {
    return;
  }
  const auto& [type, media] = values_.pick_from(bodies);
  const auto* examples = media->find("examples");
  draft.media_type = type;
  std::optional<Json> example;
  if (examples != nullptr) {
    const auto& picked = resolve(document_, values_.pick_from(examples->as_object()).value);
    example = picked["value"];
  }
  if (!is_json(type)) {
    draft.text = example ? text_of(*example) : "";
    return;
  }
  draft.schema = &(*media)["schema"];
  draft.body = example;
  if (!example || values_.happens(0.8)) {
    const auto made = values_.make(*draft.schema);
    draft.body = made ? made : draft.body.value_or(object({}));
  }
  for (const auto& [name, value] : Json::Object{draft.body->as_object()}) {
    const auto* known = memory.find_field(name);
    if (known != nullptr && values_.happens(0.5)) {
      draft.body = replaced(*draft.body, {name}, *known);
    }
  }
  if (values_.happens(0.1)) {
    draft.media_type =
        values_.happens(0.5) ? "application/json; charset=utf-8" : "Application/JSON";
  }
}

/// What does not matter, whatever it says.
void Generator::add_noise(Draft& draft) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"X-Request-Id", "User-Agent", "Accept-Language", "Accept", "Cookie", "Referer", "Origin",
       "X-Forwarded-For", "Sec-Fetch-Site", "X-HTTP-Method-Override", "Accept-Encoding"});
  if (values_.happens(0.3)) {
    const auto text = header_text(values_.make_text(1 + values_.pick(40)));
    draft.headers.push_back({std::string{values_.pick_from(kNames)}, text.empty() ? "x" : text});
  }
  if (draft.body && values_.happens(0.03)) {
    draft.headers.push_back({"Transfer-Encoding", "chunked"});
  }
}

Generated Generator::finish(const Draft& draft) const {
  const auto& operation = *draft.operation;
  std::string target = draft.path;
  for (std::size_t number = 0; number < draft.query.size(); ++number) {
    target += (number == 0 ? '?' : '&') + draft.query[number];
  }
  Generated made{
      .request = {.method = draft.method, .target = std::move(target)},
      .operation = operation.method + ' ' + operation.path,
      .intent = draft.intent,
      .what = draft.what,
      .statuses = draft.statuses,
      .as_member = draft.as_member,
      .is_limited = operation.is_limited,
      .must_succeed = operation.sessions == Sessions::kNeeded && operation.in_path.empty(),
      .may_contradict = !operation.in_path.empty() && !operation.bodies.empty()};
  for (const auto status : {404, 409, 412, 429}) {
    made.must_succeed = made.must_succeed && !operation.statuses.contains(status);
  }
  for (const auto& header : draft.headers) {
    // Without a body, which HEAD never has, there are no chunks to wait for.
    if (header.name != "Transfer-Encoding" || draft.method != "HEAD") {
      made.request.headers.add(header);
    }
  }
  if (!draft.media_type.empty()) {
    made.request.headers.add({"Content-Type", draft.media_type});
  }
  if (draft.text || draft.body) {
    made.request.body = draft.body_text();
    if (operation.has_usual_size && made.request.body->size() > kBodyBytesMax) {
      made.intent = Intent::kBroken;
      made.statuses.insert(413);
    }
  }
  return made;
}

/// What a value means for the request, as far as the schema tells.
void Generator::judge(Draft& draft, const Json& schema, const Json& value, int status) const {
  const auto faults = find_faults(document_, schema, value);
  if (faults.empty()) {
    draft.become(Intent::kUnclear, "an odd value that the schema allows");
  } else {
    draft.become(Intent::kBroken, faults.front(), {status});
  }
}

bool Generator::break_value(Draft& draft) {
  if (!draft.body || draft.text) {
    return false;
  }
  const auto places = values_.list_places(*draft.schema, *draft.body);
  if (places.empty()) {
    return false;
  }
  const auto& [path, schema] = values_.pick_from(places);
  draft.body = replaced(*draft.body, path, values_.make_odd(*schema));
  judge(draft, *draft.schema, *draft.body, 422);
  return true;
}

bool Generator::break_number(Draft& draft) {
  if (!draft.body || draft.text) {
    return false;
  }
  const auto places = values_.list_places(*draft.schema, *draft.body);
  if (places.empty()) {
    return false;
  }
  const auto& path = values_.pick_from(places).path;
  draft.body = replaced(*draft.body, path, kRaw);
  draft.raw = values_.happens(0.2) ? "-1e999" : values_.pick_from(kOddNumbers);
  if (draft.raw == "-1e999") {
    draft.become(Intent::kBroken, "a number beyond all numbers", {422});
  } else {
    draft.become(Intent::kUnclear, "the number " + draft.raw);
  }
  return true;
}

bool Generator::break_syntax_of_value(Draft& draft) {
  if (!draft.body || draft.text) {
    return false;
  }
  const auto places = values_.list_places(*draft.schema, *draft.body);
  const auto path = places.empty() ? Path{"x"} : values_.pick_from(places).path;
  draft.body = replaced(*draft.body, path, kRaw);
  draft.raw = values_.pick_from(kNoJson);
  draft.become(Intent::kBroken, "no JSON: " + draft.raw, {400});
  return true;
}

bool Generator::break_depth(Draft& draft) {
  if (!draft.body || draft.text) {
    return false;
  }
  const auto places = values_.list_places(*draft.schema, *draft.body);
  const auto path = places.empty() ? Path{"x"} : values_.pick_from(places).path;
  // The value itself is as deep as its path is long.
  const auto deepest = kDepthMax - path.size();
  const auto is_too_deep = values_.happens(0.6);
  const auto depth = !is_too_deep           ? deepest
                     : values_.happens(0.5) ? deepest + 1
                                            : deepest + 1 + values_.pick(4'000);
  const auto is_array = values_.happens(0.5);
  draft.body = replaced(*draft.body, path, kRaw);
  draft.raw = repeated(is_array ? "[" : "{\"a\":", depth) + (is_array ? "" : "1") +
              repeated(is_array ? "]" : "}", depth);
  draft.become(Intent::kBroken, std::to_string(depth + path.size()) + " levels",
               {is_too_deep ? 400 : 422});
  return true;
}

bool Generator::break_text_with_nul(Draft& draft) {
  if (!draft.body || draft.text) {
    return false;
  }
  const auto places = values_.list_places(*draft.schema, *draft.body);
  const std::string nul(1, '\0');
  if (places.empty() || values_.happens(0.2)) {
    draft.body = replaced(*draft.body, {"x" + nul}, 1);
  } else {
    const auto text = values_.make_text(values_.pick(5)) + nul + values_.make_text(values_.pick(5));
    draft.body = replaced(*draft.body, values_.pick_from(places).path, text);
  }
  draft.become(Intent::kBroken, "U+0000", {422});
  return true;
}

bool Generator::break_fields(Draft& draft) {
  if (!draft.body || draft.text || !draft.body->is_object()) {
    return false;
  }
  auto members = draft.body->as_object();
  if (members.empty() || values_.happens(0.5)) {
    const auto count = values_.happens(0.05) ? 1 + values_.pick(2'000) : 1;
    for (std::size_t number = 0; number < count; ++number) {
      auto name = values_.make_text(values_.pick(20)) + std::to_string(number);
      members.push_back({"?" + std::move(name), values_.pick(10) == 0 ? Json{nullptr} : Json{1}});
    }
    draft.become(Intent::kBroken, "unknown fields", {422});
  } else if (values_.happens(0.6)) {
    members.push_back(values_.pick_from(members));
    draft.become(Intent::kBroken, "a field twice", {422});
  } else {
    members.erase(members.begin() + static_cast<std::ptrdiff_t>(values_.pick(members.size())));
    judge(draft, *draft.schema, members, 422);
  }
  draft.body = members;
  return true;
}

bool Generator::break_whole_body(Draft& draft) {
  if (!draft.body || draft.text) {
    return false;
  }
  static const std::vector<std::string> others{"null", "true",   "7",    "\"text\"", "[]",
                                               "[{}]", "-1.5e3", "\"\"", " [ ] ",    "[[[[]]]]"};
  if (values_.happens(0.5)) {
    draft.text = values_.pick_from(others);
    draft.become(Intent::kBroken, "no object", {422});
  } else {
    draft.text = values_.happens(0.5) ? "" : " \t\r\n ";
    draft.become(Intent::kBroken, "nothing", {400});
  }
  return true;
}

bool Generator::break_bytes(Draft& draft) {
  if (!draft.body || draft.text) {
    return false;
  }
  static const std::vector<std::string> tails{
      "}", ",", " x", "{}", "//", "]", "\xFF", std::string(1, '\0'), "\xC2\xA0"};
  static const std::vector<std::string> insertions{"\xFF",     "\xC0\x80",           "\xED\xBF\xBF",
                                                   "\xF8\x88", std::string(1, '\0'), "\x80"};
  auto text = draft.body_text();
  switch (values_.pick(5)) {
    case 0:
      text.resize(values_.pick(text.size()));
      draft.become(Intent::kBroken, "cut off", {400});
      break;
    case 1:
      text += values_.pick_from(tails);
      draft.become(Intent::kBroken, "something behind the end", {400});
      break;
    case 2:
      text.insert(values_.pick(text.size() + 1), values_.pick_from(insertions));
      draft.become(Intent::kBroken, "bytes that are no UTF-8, or a NUL", {400});
      break;
    case 3:
      text = "\xEF\xBB\xBF\xEF\xBB\xBF" + text;
      draft.become(Intent::kBroken, "two byte order marks", {400});
      break;
    default:
      text[values_.pick(text.size())] = static_cast<char>(values_.pick(256));
      draft.become(Intent::kUnclear, "one other byte");
  }
  draft.text = std::move(text);
  return true;
}

bool Generator::break_size(Draft& draft) {
  const auto& operation = *draft.operation;
  if (!operation.has_usual_size || !operation.checks_parameters() || !values_.happens(0.2)) {
    return false;
  }
  auto text = draft.body_text();
  const auto is_too_large =
      !draft.body || draft.text || text.size() > kBodyBytesMax || values_.happens(0.5);
  if (is_too_large) {
    text.resize(std::max(text.size(), kBodyBytesMax + 1 + values_.pick(2'000)), ' ');
    draft.become(Intent::kBroken, "too large", {413});
  } else {
    text.resize(kBodyBytesMax, ' ');
    draft.what = "as large as possible";
  }
  draft.text = std::move(text);
  draft.method = operation.method;  // a client sends no body with HEAD
  return true;
}

bool Generator::break_media_type(Draft& draft) {
  constexpr auto kTypes = std::to_array<std::string_view>(
      {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
       "application/jsonx", "application/problem+json", "json", "application/ json",
       "application/json5", "text/json", ";application/json", "*/*"});
  if (draft.operation->bodies.empty()) {
    return false;
  }
  draft.media_type = values_.pick_from(kTypes);
  draft.become(Intent::kBroken, "the media type \"" + draft.media_type + '"', {415});
  return true;
}

bool Generator::break_parameter(Draft& draft) {
  const auto& parameters = draft.operation->in_query;
  if (parameters.empty()) {
    return false;
  }
  const auto& [name, schema, unused] = values_.pick_from(parameters);
  if (name == "If-None-Match") {
    return false;
  }
  const auto text = text_of(values_.make_odd(*schema));
  std::erase_if(draft.query, [&](const std::string& pair) { return pair.starts_with(name + '='); });
  draft.query.push_back(name + '=' + percent_encoded(text));
  judge(draft, *schema, value_of_text(document_, *schema, text), 422);
  draft.what = "the parameter " + name + ": " + draft.what;
  return true;
}

bool Generator::break_query(Draft& draft) {
  constexpr auto kPairs = std::to_array<std::string_view>(
      {"unknown=1", "unknown", "=1", "=", "x=%zz", "x=%", "x=%4", "%ff=1", "x=%ff", "x=%00",
       "x=%C0%80", "a=1&a=1", "limit[]=1", "%F0%9F%91%8D=1", "x=1%20or%201=1", "a;b=1"});
  if (!draft.operation->checks_parameters()) {
    return false;
  }
  if (!draft.query.empty() && values_.happens(0.3)) {
    draft.query.push_back(values_.pick_from(draft.query));
    draft.become(Intent::kBroken, "a parameter twice", {422});
  } else if (values_.happens(0.05)) {
    for (std::size_t number = 0; number < 150; ++number) {
      draft.query.push_back('p' + std::to_string(number) + "=1");
    }
    draft.become(Intent::kBroken, "many unknown parameters", {422});
  } else {
    draft.query.emplace_back(values_.pick_from(kPairs));
    draft.become(Intent::kBroken, "the parameter " + draft.query.back(), {422});
  }
  return true;
}

bool Generator::break_id(Draft& draft) {
  const auto& parameters = draft.operation->in_path;
  if (parameters.empty()) {
    return false;
  }
  const auto& [name, schema, unused] = values_.pick_from(parameters);
  std::string id{values_.pick_from(kWrongIds)};
  if (values_.happens(0.1)) {
    id = std::string(values_.pick(7'000) + 20, '9');
  } else if (values_.happens(0.2)) {
    // A NUL or a dot segment is for the web server to refuse, and a slash makes another path.
    id = percent_encoded('x' + values_.make_text(1 + values_.pick(20)));
  }
  replace_parameter(draft.path, draft.operation->path, name, id);
  const auto decoded = percent_decoded(id).value_or("");
  const auto is_wrong = !decoded.empty() && !find_faults(document_, *schema, decoded).empty();
  draft.become(is_wrong ? Intent::kBroken : Intent::kUnclear,
               "the " + name + ' ' + id.substr(0, 50), {404});
  return true;
}

bool Generator::break_path(Draft& draft) {
  if (!draft.operation->checks_parameters()) {
    return false;
  }
  switch (values_.pick(5)) {
    case 0:
      draft.path += '/';
      break;
    case 1:
      draft.path += "/none/none/none";
      break;
    case 2:
      draft.path = '/' + draft.path;
      break;
    case 3:
      draft.path = upper(draft.path);
      break;
    default:
      draft.path = "/none" + draft.path;
  }
  draft.become(Intent::kBroken, "another path", {404});
  return true;
}

bool Generator::break_method(Draft& draft) {
  const auto& known = draft.operation->methods_of_path;
  const std::string method{values_.pick_from(kMethods)};
  if (known.contains(method == "HEAD" ? "GET" : method)) {
    return false;
  }
  draft.method = method;
  draft.become(Intent::kBroken, "another method", {405});
  return true;
}

bool Generator::break_session(Draft& draft) {
  const std::string secret(43, 'A');
  const std::array<Header, 10> credentials{{{"X-Nobody", "1"},
                                            {"Authorization", "Bearer"},
                                            {"Authorization", "Bearer x"},
                                            {"Authorization", "Bearer 1." + secret},
                                            {"Authorization", "Bearer 0." + secret},
                                            {"Authorization", "Basic YTpi"},
                                            {"Authorization", "Bearer 1.%00' or 1=1"},
                                            {"Bearer", "9223372036854775808." + secret},
                                            {"Cookie", "session=1." + secret},
                                            {"Cookie", "session=; session=\"1." + secret + '"'}}};
  if (draft.operation->sessions != Sessions::kNeeded) {
    return false;
  }
  draft.as_member = false;
  draft.headers.push_back(values_.pick_from(credentials));
  draft.become(Intent::kBroken, "no session", {401, 403});
  return true;
}

bool Generator::break_length(Draft& draft) {
  if (!values_.happens(0.1)) {
    return false;
  }
  const auto length = kHeaderBytesMax + values_.pick(1'000);
  if (values_.happens(0.5)) {
    draft.query.push_back("x=" + std::string(length, 'x'));
    draft.become(Intent::kBroken, "a long request line", {414});
  } else {
    draft.headers.push_back({"X-Large", std::string(length, 'x')});
    draft.become(Intent::kBroken, "a long header", {431});
  }
  return true;
}

bool Generator::break_header(Draft& draft) {
  const auto& parameters = draft.operation->in_header;
  if (parameters.empty()) {
    return false;
  }
  const auto& [name, schema, unused] = values_.pick_from(parameters);
  const auto text = header_text(text_of(values_.make_odd(*schema)));
  std::erase_if(draft.headers, [&](const Header& header) { return header.name == name; });
  draft.headers.push_back({name, text});
  judge(draft, *schema, text, 400);
  // The patterns do not say that space around a value and empty elements of a list are none.
  if (name == "If-Match" && text.find_first_of("\"*") != std::string::npos) {
    draft.intent = Intent::kUnclear;
  }
  draft.what = "the header " + name + ": " + draft.what;
  return true;
}

}  // namespace daymark::support
