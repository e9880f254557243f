#include "server/json.hpp"

#include <rapidjson/error/error.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <optional>
#include <set>

#include "server/utf8.hpp"

namespace daymark::server::json {
namespace {

/// Builds a Value from the parser's events and notes what the parser itself lets through: repeated
/// keys, U+0000, and lone halves of surrogate pairs, which are no text.
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
 public:
  bool Null() { return add(Value{nullptr}); }
  bool Bool(bool value) { return add(Value{value}); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    return add(Value{Number{std::string(text, length)}});
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    std::string value(text, length);
    if (value.find('\0') != std::string::npos) {
      note(Flaw::kContainsNul, pointer());
    }
    return is_utf8(value) && add(Value{std::move(value)});
  }
  bool StartObject() { return open(Value{Object{}}); }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    std::string key(text, length);
    keys_.back() = key;
    if (!seen_.back().insert(key).second) {
      note(Flaw::kDuplicate, pointer());
    }
    if (key.find('\0') != std::string::npos) {
      note(Flaw::kContainsNul, "");
    }
    return is_utf8(key);
  }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool StartArray() { return open(Value{Array{}}); }
  bool EndArray(rapidjson::SizeType) { return close(); }

  [[nodiscard]] Value take() { return std::move(*root_); }
  [[nodiscard]] const Faults& faults() const { return faults_; }

  /// Notes that the value which comes next is none that could be kept.
  void note_invalid() { note(Flaw::kInvalid, pointer()); }

 private:
  bool open(Value value) {
    if (open_.size() == kDepthMax) {
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

  /// Where the value that comes next stands.
  [[nodiscard]] std::string pointer() const {
    std::string at;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const auto* array = std::get_if<Array>(&open_[i].data);
      at += '/';
      at += array != nullptr ? std::to_string(array->size()) : pointer_token(keys_[i]);
    }
    return at;
  }

  void note(Flaw flaw, std::string at) {
    if (std::ranges::none_of(faults_,
                             [&](const Fault& f) { return f.flaw == flaw && f.at == at; })) {
      faults_.push_back({.at = std::move(at), .flaw = flaw});
    }
  }

  std::vector<Value> open_;
  std::vector<std::string> keys_;            // of each, the key whose value comes next
  std::vector<std::set<std::string>> seen_;  // of each, all its keys
  std::optional<Value> root_;
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

Value parse(std::string_view text) {
  // Iterative, because the recursive parser trusts the depth; numbers stay text, because
  // RapidJSON 1.1 mistreats huge exponents.
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag |
                              rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  rapidjson::MemoryStream memory(text.data(), text.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(memory);
  // RapidJSON passes over a byte order mark at the beginning, and over any part of one.
  if (text.substr(0, 1).find_first_of("\xEF\xBB\xBF") != std::string_view::npos ||
      text.find('\0') != std::string_view::npos) {
    throw Refusal{Problem::kMalformedJson};
  }
  rapidjson::Reader reader;
  Builder builder;
  const auto result = reader.Parse<kFlags>(stream, builder);
  if (result.Code() == rapidjson::kParseErrorNumberTooBig) {
    builder.note_invalid();
  } else if (result.IsError()) {
    throw Refusal{Problem::kMalformedJson};
  }
  if (!builder.faults().empty()) {
    throw Refusal{builder.faults()};
  }
  return builder.take();
}

struct Writer::Implementation {
  /// As much as most answers need, so that the buffer seldom has to grow.
  static constexpr std::size_t kUsualBytes = std::size_t{8} * 1024;

  rapidjson::StringBuffer buffer{nullptr, kUsualBytes};
  rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
};

Writer::Writer() : implementation_(std::make_unique<Implementation>()) {}
Writer::~Writer() = default;

Writer& Writer::begin_object() {
  implementation_->writer.StartObject();
  return *this;
}
Writer& Writer::end_object() {
  implementation_->writer.EndObject();
  return *this;
}
Writer& Writer::begin_array() {
  implementation_->writer.StartArray();
  return *this;
}
Writer& Writer::end_array() {
  implementation_->writer.EndArray();
  return *this;
}
Writer& Writer::key(std::string_view name) {
  implementation_->writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  return *this;
}
Writer& Writer::text(std::string_view value) {
  implementation_->writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  return *this;
}
Writer& Writer::number(std::int64_t value) {
  implementation_->writer.Int64(value);
  return *this;
}
Writer& Writer::boolean(bool value) {
  implementation_->writer.Bool(value);
  return *this;
}
Writer& Writer::null() {
  implementation_->writer.Null();
  return *this;
}
Writer& Writer::raw(std::string_view value) {
  implementation_->writer.RawValue(value.data(), value.size(), rapidjson::kStringType);
  return *this;
}

std::string Writer::take() {
  return {implementation_->buffer.GetString(), implementation_->buffer.GetSize()};
}

}  // namespace daymark::server::json
