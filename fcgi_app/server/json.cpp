#include "server/json.hpp"

#include <rapidjson/error/error.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "server/utf8.hpp"
#include "shared/hex.hpp"

namespace daymark::server::json {
namespace {

/// Builds a Value from the parser's events. Records what RapidJSON accepts but Daymark refuses:
/// duplicate keys and U+0000. Stops at text that is not UTF-8 (lone surrogates).
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
 public:
  /// `depth`: the number of levels around the value.
  explicit Builder(std::size_t depth = 0) : depth_(depth) {}

  bool Null() { return add(Value{nullptr}); }
  bool Bool(bool value) { return add(Value{value}); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    return add(Value{Number{std::string(text, length)}});
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    std::string value(text, length);
    if (value.find('\0') != std::string::npos) {
      note_at_next(Flaw::kContainsNul);
    }
    return is_utf8(value) && add(Value{std::move(value)});
  }
  bool StartObject() { return open(Value{Object{}}); }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    std::string key(text, length);
    keys_.back() = key;
    if (++seen_.back()[key] == 2) {
      note_at_next(Flaw::kDuplicate);
    }
    if (key.find('\0') != std::string::npos) {
      note(Flaw::kContainsNul, "");
    }
    return is_utf8(key);
  }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool StartArray() { return open(Value{Array{}}); }
  bool EndArray(rapidjson::SizeType) { return close(); }

  [[nodiscard]] bool is_complete() const { return root_.has_value(); }
  [[nodiscard]] Value take() { return std::move(*root_); }
  [[nodiscard]] const Faults& faults() const { return faults_; }

  /// Records that the next value is a number that has no representation.
  void note_number_too_large() { note_at_next(Flaw::kNumberTooLarge); }

 private:
  bool open(Value value) {
    if (depth_ + open_.size() == kDepthMax) {
      return false;
    }
    open_.push_back(std::move(value));
    keys_.emplace_back();
    seen_.emplace_back();
    return true;
  }

  bool close() {
    Value value = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    seen_.pop_back();
    return add(std::move(value));
  }

  bool add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (auto* array = std::get_if<Array>(&open_.back().data)) {
      array->push_back(std::move(value));
    } else {
      std::get<Object>(open_.back().data).push_back({keys_.back(), std::move(value)});
    }
    return true;
  }

  /// The JSON pointer to the next value.
  [[nodiscard]] std::string pointer() const {
    std::string at;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const auto* array = std::get_if<Array>(&open_[i].data);
      at += '/';
      at += array != nullptr ? std::to_string(array->size()) : pointer_token(keys_[i]);
    }
    return at;
  }

  /// Notes what is wrong with the next value. A place can be as long as the text, so no more of
  /// them are written down than are told.
  void note_at_next(Flaw flaw) {
    if (places_++ < kFaultsMax) {
      note(flaw, pointer());
    }
  }

  /// Each fault once: of a duplicate key, what is wrong with both values is at the same place.
  void note(Flaw flaw, std::string at) {
    if (std::ranges::none_of(faults_,
                             [&](const Fault& f) { return f.flaw == flaw && f.at == at; })) {
      faults_.push_back({.at = std::move(at), .flaw = flaw});
    }
  }

  std::size_t depth_;
  std::vector<Value> open_;
  std::vector<std::string> keys_;  // for each open value: the key of the next member
  std::vector<std::map<std::string, int>>
      seen_;  // for each open value: how often each key was there
  std::optional<Value> root_;
  std::size_t places_ = 0;
  Faults faults_;  // at most one more than kFaultsMax: keys with U+0000 have no place
};

// Iterative: the recursive parser would use stack for each level. Numbers stay text, because
// RapidJSON 1.1 mishandles huge exponents.
constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                            rapidjson::kParseNumbersAsStringsFlag;

/// Adapts a TextSource to RapidJSON's stream interface. RapidJSON reads U+0000 as the end.
class SourceStream {
 public:
  using Ch = char;  // NOLINT(readability-identifier-naming): what RapidJSON looks for

  SourceStream(const TextSource& source, std::size_t bytes_max)
      : source_(source), bytes_max_(bytes_max), end_(bytes_max) {}

  /// Allows `bytes_max` more bytes from here on.
  void mark() { end_ = taken_ + bytes_max_; }

  /// Returns true if reading stopped at this limit and text was left.
  [[nodiscard]] bool is_over_limit() const { return is_over_limit_; }

  /// The line of the next character.
  [[nodiscard]] Line line() const { return line_; }

  /// Returns true if all text was read. A raw U+0000 is never read.
  [[nodiscard]] bool is_at_end() { return !fill() && piece_.empty(); }

  // NOLINTBEGIN(readability-identifier-naming): the names that RapidJSON calls
  Ch Peek() { return fill() ? piece_.front() : '\0'; }
  Ch Take() {
    if (!fill()) {
      return '\0';
    }
    const Ch c = piece_.front();
    piece_.remove_prefix(1);
    ++taken_;
    line_.number += c == '\n' ? 1 : 0;
    return c;
  }
  [[nodiscard]] std::size_t Tell() const { return taken_; }
  // Part of the stream interface, but only for writing.
  static Ch* PutBegin() { return nullptr; }
  static void Put(Ch) {}
  static void Flush() {}
  static std::size_t PutEnd(Ch*) { return 0; }
  // NOLINTEND(readability-identifier-naming)

 private:
  /// Returns true if there is a character to read.
  bool fill() {
    if (piece_.empty() && !has_ended_) {
      piece_ = source_();
      has_ended_ = piece_.empty();
    }
    is_over_limit_ = is_over_limit_ || (!piece_.empty() && taken_ >= end_);
    return !piece_.empty() && piece_.front() != '\0' && !is_over_limit_;
  }

  const TextSource& source_;
  std::size_t bytes_max_;
  std::size_t end_;
  std::size_t taken_ = 0;
  Line line_;
  std::string_view piece_;
  bool has_ended_ = false;
  bool is_over_limit_ = false;
};

/// Finds the list in the document and passes on its elements. Other members become faults and are
/// skipped.
class ListHandler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, ListHandler> {
 public:
  ListHandler(SourceStream& stream, std::string_view name, const TakeElement& take)
      : stream_(stream), name_(name), take_(take) {}

  bool Null() {
    // Null counts as absent.
    was_null_ = place_ == Place::kRoot && is_list_;
    return value([](Builder& element) { return element.Null(); });
  }
  bool Bool(bool value_of) {
    return value([&](Builder& element) { return element.Bool(value_of); });
  }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool copy) {
    return value([&](Builder& element) { return element.RawNumber(text, length, copy); });
  }
  bool String(const char* text, rapidjson::SizeType length, bool copy) {
    return is_utf8({text, length}) &&
           value([&](Builder& element) { return element.String(text, length, copy); });
  }
  bool StartObject() {
    if (place_ == Place::kStart) {
      place_ = Place::kRoot;
      return true;
    }
    return open([](Builder& element) { return element.StartObject(); });
  }
  bool Key(const char* text, rapidjson::SizeType length, bool copy) {
    const std::string_view key{text, length};
    if (place_ == Place::kList) {
      return element_->Key(text, length, copy);
    }
    if (place_ == Place::kRoot) {
      begin_member(key);
    }
    stream_.mark();
    return is_utf8(key) && faults_.size() < kFaultsMax;
  }
  bool EndObject(rapidjson::SizeType count) {
    if (place_ == Place::kRoot) {
      place_ = Place::kEnd;
      return true;
    }
    return close([&](Builder& element) { return element.EndObject(count); });
  }
  bool StartArray() {
    if (place_ == Place::kRoot && is_list_) {
      place_ = Place::kList;
      stream_.mark();
      return true;
    }
    return open([](Builder& element) { return element.StartArray(); });
  }
  bool EndArray(rapidjson::SizeType count) {
    if (place_ == Place::kList && !element_) {
      place_ = Place::kRoot;
      return true;
    }
    return close([&](Builder& element) { return element.EndArray(count); });
  }

  /// Returns true if `take` wants no more elements, or if there are kFaultsMax faults.
  [[nodiscard]] bool has_stopped() const { return has_stopped_ || faults_.size() >= kFaultsMax; }

  /// Records that the next value cannot be stored, for the current element or for the document.
  void give_up(const Fault& fault) {
    if (place_ != Place::kList) {
      faults_.push_back(fault);
      return;
    }
    Faults faults;
    if (element_ && fault.flaw == Flaw::kNumberTooLarge) {
      element_->note_number_too_large();
      faults = element_->faults();
    } else {
      faults = {fault};
    }
    static_cast<void>(take_({.number = taken_ + 1, .value = {}, .faults = std::move(faults)}));
  }

  [[nodiscard]] Faults faults() const {
    auto all = faults_;
    if (place_ == Place::kEnd && !seen_.contains(name_)) {
      all.push_back({.at = "/" + name_, .flaw = Flaw::kRequired});
    }
    return all;
  }

 private:
  enum class Place { kStart, kRoot, kList, kAside, kEnd };

  void begin_member(std::string_view key) {
    const auto at = "/" + pointer_token(key);
    const bool is_new = seen_.emplace(key).second;
    is_list_ = is_new && key == name_;
    if (!is_new) {
      faults_.push_back({.at = at, .flaw = Flaw::kDuplicate});
    } else if (key.find('\0') != std::string_view::npos) {
      faults_.push_back({.flaw = Flaw::kContainsNul});
    } else if (!is_list_) {
      faults_.push_back({.at = at, .flaw = Flaw::kUnknownField});
    }
  }

  /// Handles the start of a value outside the list that is neither the document nor the list.
  void begin_aside() {
    if (place_ == Place::kStart) {
      faults_.push_back({.flaw = Flaw::kNoObject});
      place_ = Place::kAside;
    } else if (place_ == Place::kRoot && is_list_) {
      if (was_null_) {
        seen_.erase(name_);
      } else {
        faults_.push_back({.at = "/" + name_, .flaw = Flaw::kNoArray});
      }
      is_list_ = false;
    }
    stream_.mark();
  }

  template <class Event>
  bool value(Event event) {
    if (place_ == Place::kList) {
      return in_element(event);
    }
    begin_aside();
    return true;
  }

  template <class Event>
  bool open(Event event) {
    if (place_ == Place::kList) {
      return in_element(event);
    }
    begin_aside();
    if (place_ == Place::kRoot) {
      place_ = Place::kAside;
      returns_to_root_ = true;
    }
    return ++aside_depth_ + (returns_to_root_ ? 1 : 0) <= kDepthMax;
  }

  template <class Event>
  bool close(Event event) {
    if (place_ == Place::kList) {
      return in_element(event);
    }
    stream_.mark();
    if (--aside_depth_ == 0 && returns_to_root_) {
      place_ = Place::kRoot;
      returns_to_root_ = false;
    }
    return true;
  }

  template <class Event>
  bool in_element(Event event) {
    constexpr std::size_t kDepthOfList = 2;
    if (!element_) {
      element_.emplace(kDepthOfList);
    }
    // At the byte limit RapidJSON sees an end, which would end a number too early.
    if (!event(*element_) || stream_.is_over_limit()) {
      return false;
    }
    if (!element_->is_complete()) {
      return true;
    }
    Element whole{.number = ++taken_, .value = element_->take(), .faults = element_->faults()};
    element_.reset();
    stream_.mark();
    has_stopped_ = !take_(std::move(whole));
    return !has_stopped_;
  }

  SourceStream& stream_;
  std::string name_;
  const TakeElement& take_;
  Place place_ = Place::kStart;
  bool is_list_ = false;  // the current member is the list
  bool was_null_ = false;
  bool returns_to_root_ = false;
  bool has_stopped_ = false;
  std::size_t aside_depth_ = 0;
  std::int64_t taken_ = 0;
  std::optional<Builder> element_;
  std::set<std::string, std::less<>> seen_;
  Faults faults_;
};

}  // namespace

std::string pointer_token(std::string_view key) {
  std::string token;
  for (const char c : key) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

namespace {

Line line_at(std::string_view text, std::size_t offset) {
  return {1 + std::ranges::count(text.substr(0, offset), '\n')};
}

}  // namespace

Value parse(std::string_view text) {
  rapidjson::MemoryStream memory(text.data(), text.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(memory);
  // RapidJSON skips a byte order mark at the beginning, and also a part of one.
  if (text.substr(0, 1).find_first_of("\xEF\xBB\xBF") != std::string_view::npos ||
      text.find('\0') != std::string_view::npos) {
    throw Refusal{Problem::kMalformedJson, line_at(text, std::min(text.find('\0'), text.size()))};
  }
  rapidjson::Reader reader;
  Builder builder;
  const auto result = reader.Parse<kFlags>(stream, builder);
  if (result.Code() == rapidjson::kParseErrorNumberTooBig) {
    builder.note_number_too_large();
  } else if (result.IsError()) {
    throw Refusal{Problem::kMalformedJson, line_at(text, result.Offset())};
  }
  if (!builder.faults().empty()) {
    throw Refusal{builder.faults()};
  }
  return builder.take();
}

Faults read_list(const TextSource& source, std::string_view name, std::size_t element_bytes_max,
                 const TakeElement& take) {
  SourceStream stream(source, element_bytes_max);
  ListHandler handler(stream, name, take);
  rapidjson::Reader reader;
  const auto result = reader.Parse<kFlags>(stream, handler);
  if (handler.has_stopped()) {
    return handler.faults();
  }
  if (stream.is_over_limit()) {
    handler.give_up(
        {.flaw = Flaw::kTooManyBytes, .greatest = static_cast<long>(element_bytes_max)});
  } else if (result.Code() == rapidjson::kParseErrorNumberTooBig) {
    handler.give_up({.flaw = Flaw::kNumberTooLarge});
  } else if (result.IsError() || !stream.is_at_end()) {
    throw Refusal{Problem::kMalformedJson, stream.line()};
  }
  return handler.faults();
}

namespace {

/// Enough for most answers, so that the text seldom grows.
constexpr std::size_t kUsualBytes = std::size_t{8} * 1024;

bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

/// Appends a control character, a quote or a backslash, escaped (RFC 8259, 7).
void append_escaped(std::string& text, char c) {
  constexpr std::string_view kEscaped = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\bfnrt";
  text += '\\';
  if (const auto at = kEscaped.find(c); at != std::string_view::npos) {
    text += kLetters[at];
    return;
  }
  const auto code = static_cast<unsigned char>(c);
  text += "u00";
  shared::append_hex(text, code, shared::kUpperHexDigits);
}

}  // namespace

Writer::Writer() { text_.reserve(kUsualBytes); }

void Writer::begin_value() {
  const char last = text_.empty() ? '[' : text_.back();
  if (last != '{' && last != '[' && last != ':') {
    text_ += ',';
  }
}

Writer& Writer::begin_object() {
  begin_value();
  text_ += '{';
  return *this;
}
Writer& Writer::end_object() {
  text_ += '}';
  return *this;
}
Writer& Writer::begin_array() {
  begin_value();
  text_ += '[';
  return *this;
}
Writer& Writer::end_array() {
  text_ += ']';
  return *this;
}
Writer& Writer::key(std::string_view name) {
  begin_value();
  text_ += '"';
  text_ += name;
  text_ += "\":";
  return *this;
}
Writer& Writer::text(std::string_view value) {
  begin_value();
  text_ += '"';
  while (!value.empty()) {
    const auto* end = std::ranges::find_if_not(value, is_plain);
    const auto plain = static_cast<std::size_t>(end - value.begin());
    text_.append(value.data(), plain);
    value.remove_prefix(plain);
    if (!value.empty()) {
      append_escaped(text_, value.front());
      value.remove_prefix(1);
    }
  }
  text_ += '"';
  return *this;
}
Writer& Writer::number(std::int64_t value) {
  constexpr std::size_t kDigitsMax = 20;
  std::array<char, kDigitsMax> digits;  // uninitialised: to_chars writes it first
  const auto* end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}
Writer& Writer::boolean(bool value) { return raw(value ? "true" : "false"); }
Writer& Writer::null() { return raw("null"); }
Writer& Writer::text_or_null(const std::optional<std::string>& value) {
  return value ? text(*value) : null();
}
Writer& Writer::day(shared::CivilDay value) {
  begin_value();
  text_ += '"';
  shared::append(text_, value);
  text_ += '"';
  return *this;
}
Writer& Writer::instant(shared::Instant value) {
  begin_value();
  text_ += '"';
  shared::append(text_, value);
  text_ += '"';
  return *this;
}
Writer& Writer::uuid(const shared::Uuid& value) {
  const auto characters = shared::to_characters(value);
  begin_value();
  text_ += '"';
  text_.append(characters.data(), characters.size());
  text_ += '"';
  return *this;
}
Writer& Writer::raw(std::string_view value) {
  begin_value();
  text_ += value;
  return *this;
}

}  // namespace daymark::server::json
