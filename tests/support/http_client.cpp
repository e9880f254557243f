#include "support/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <random>

#include "support/raw_connection.hpp"

namespace daymark::support {
namespace {

constexpr long kAnswerTimeSecondsMax = 120;
constexpr long kConnectTimeSecondsMax = 10;

bool equal_names(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::ranges::equal(left, right, {}, lower, lower);
}

std::string trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    return "";
  }
  return std::string{text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1)};
}

std::string random_address() {
  std::random_device random;
  std::uniform_int_distribution<int> part{1, 254};
  return "127." + std::to_string(part(random)) + "." + std::to_string(part(random)) + "." +
         std::to_string(part(random));
}

/// A status line begins the headers anew, because 1xx answers come before the final one.
void read_header_line(std::string_view line, Answer& answer) {
  if (line.starts_with("HTTP/")) {
    answer.headers = {};
    answer.status = std::stoi(std::string{line.substr(line.find(' ') + 1, 3)});
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    answer.headers.add({trim(line.substr(0, colon)), trim(line.substr(colon + 1))});
  }
}

std::size_t take_header(const char* data, std::size_t size, std::size_t count, void* answer) {
  read_header_line({data, size * count}, *static_cast<Answer*>(answer));
  return size * count;
}

std::size_t take_body(const char* data, std::size_t size, std::size_t count, void* answer) {
  static_cast<Answer*>(answer)->body.append(data, size * count);
  return size * count;
}

class HeaderList {
 public:
  explicit HeaderList(const Request& request) {
    // libcurl adds these unless they are given without a value.
    for (const char* name : {"Accept", "Expect", "Content-Type"}) {
      if (!request.headers.has(name)) {
        append(std::string{name} + ":");
      }
    }
    for (const auto& [name, value] : request.headers) {
      append(value.empty() ? name + ";" : name + ": " + value);
    }
  }
  ~HeaderList() { curl_slist_free_all(list_); }
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;

  [[nodiscard]] curl_slist* get() const { return list_; }

 private:
  void append(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }

  curl_slist* list_ = nullptr;
};

std::string join_chunks(std::string_view chunks) {
  std::string body;
  while (true) {
    const auto line_end = chunks.find("\r\n");
    if (line_end == std::string_view::npos) {
      throw NoAnswer{"the answer's chunks are cut off"};
    }
    const auto size = std::stoul(std::string{chunks.substr(0, line_end)}, nullptr, 16);
    if (size == 0) {
      return body;
    }
    body += chunks.substr(line_end + 2, size);
    chunks.remove_prefix(std::min(chunks.size(), line_end + 2 + size + 2));
  }
}

/// Whether chunks are put together; a head alone has none.
enum class BodyForm { kJoined, kAsItIs };

Answer parse_answer(std::string_view bytes, BodyForm form = BodyForm::kJoined) {
  const auto head_end = bytes.find("\r\n\r\n");
  if (!bytes.starts_with("HTTP/") || head_end == std::string_view::npos) {
    throw NoAnswer{"not an HTTP answer: " + std::string{bytes.substr(0, 100)}};
  }
  Answer answer;
  auto head = bytes.substr(0, head_end + 2);
  while (!head.empty()) {
    const auto line_end = head.find("\r\n");
    read_header_line(head.substr(0, line_end), answer);
    head.remove_prefix(line_end + 2);
  }
  const auto body = bytes.substr(head_end + 4);
  const auto is_chunked =
      form == BodyForm::kJoined && answer.header("Transfer-Encoding") == "chunked";
  answer.body = is_chunked ? join_chunks(body) : std::string{body};
  return answer;
}

/// Whether the bytes are a whole answer with a Content-Length. What is sent in other ways ends with
/// the connection.
bool is_whole_answer(std::string_view bytes) {
  const auto head_end = bytes.find("\r\n\r\n");
  if (head_end == std::string_view::npos) {
    return false;
  }
  const auto head = parse_answer(bytes.substr(0, head_end + 4), BodyForm::kAsItIs);
  const auto length = head.headers.find("Content-Length");
  return length && bytes.size() - head_end - 4 >= std::stoul(*length);
}

}  // namespace

std::optional<std::string> Headers::find(std::string_view name) const {
  for (const auto& header : headers_) {
    if (equal_names(header.name, name)) {
      return header.value;
    }
  }
  return std::nullopt;
}

Headers operator+(Headers left, const Headers& right) {
  for (const auto& header : right) {
    left.add(header);
  }
  return left;
}

Request json_request(std::string method, std::string target, const Json& body,
                     const Headers& headers) {
  return {.method = std::move(method),
          .target = std::move(target),
          .headers = headers + Headers{{"Content-Type", "application/json"}},
          .body = body.to_text()};
}

std::string Answer::header(std::string_view name) const { return headers.find(name).value_or(""); }

std::optional<std::string> Answer::cookie(std::string_view name) const {
  for (const auto& header : headers) {
    if (equal_names(header.name, "Set-Cookie") &&
        header.value.starts_with(std::string{name} + "=")) {
      const auto start = name.size() + 1;
      return header.value.substr(start, header.value.find(';') - start);
    }
  }
  return std::nullopt;
}

struct HttpClient::Curl {
  CURL* handle = curl_easy_init();

  Curl() = default;
  ~Curl() { curl_easy_cleanup(handle); }
  Curl(const Curl&) = delete;
  Curl& operator=(const Curl&) = delete;
};

HttpClient::HttpClient(Service service, AnswerWatcher watcher)
    : service_{std::move(service)}, watcher_{std::move(watcher)}, address_{random_address()} {
  static const auto initialised = curl_global_init(CURL_GLOBAL_ALL);
  if (initialised != CURLE_OK) {
    throw std::runtime_error{"libcurl does not start"};
  }
  curl_ = std::make_unique<Curl>();
}

HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;

Answer HttpClient::send(const Request& request) {
  auto* handle = curl_->handle;
  curl_easy_reset(handle);
  Answer answer;
  const HeaderList headers{request};
  const auto url = service_.url + request.target;
  std::array<char, CURL_ERROR_SIZE> error{};
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_INTERFACE, address_.c_str());
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, kConnectTimeSecondsMax);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, kAnswerTimeSecondsMax);
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error.data());
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &answer);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
  if (request.body) {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body->size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body->c_str());
  }
  if (request.method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  } else {
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  if (curl_easy_perform(handle) != CURLE_OK) {
    throw NoAnswer{request.method + " " + request.target + ": " + error.data()};
  }
  if (watcher_) {
    watcher_(request, answer);
  }
  return answer;
}

Answer HttpClient::send_raw(const Request& meant, std::string_view bytes) {
  const RawConnection connection{service_, address_};
  connection.write(bytes);
  auto answer = parse_answer(
      connection.read_until(is_whole_answer, std::chrono::seconds{kAnswerTimeSecondsMax}));
  if (watcher_) {
    watcher_(meant, answer);
  }
  return answer;
}

void HttpClient::send_and_leave(std::string_view bytes, std::chrono::microseconds stay_max) const {
  const RawConnection connection{service_, address_};
  connection.write(bytes);
  connection.await_answer(stay_max);
}

}  // namespace daymark::support
