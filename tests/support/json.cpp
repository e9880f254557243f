#include "support/json.hpp"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

namespace daymark::support {
namespace {

constexpr unsigned kParseFlags = rapidjson::kParseIterativeFlag |
                                 rapidjson::kParseValidateEncodingFlag |
                                 rapidjson::kParseFullPrecisionFlag;

Json from_rapidjson(const rapidjson::Value& value) {
  if (value.IsNull()) {
    return nullptr;
  }
  if (value.IsBool()) {
    return value.GetBool();
  }
  if (value.IsInt64()) {
    return std::int64_t{value.GetInt64()};
  }
  if (value.IsNumber()) {
    return value.GetDouble();
  }
  if (value.IsString()) {
    return std::string{value.GetString(), value.GetStringLength()};
  }
  if (value.IsArray()) {
    Json::Array items;
    for (const auto& item : value.GetArray()) {
      items.push_back(from_rapidjson(item));
    }
    return items;
  }
  Json::Object members;
  for (const auto& member : value.GetObject()) {
    std::string name{member.name.GetString(), member.name.GetStringLength()};
    if (std::ranges::find(members, name, &Json::Member::name) != members.end()) {
      throw JsonError{"the member \"" + name + "\" is there twice"};
    }
    members.push_back({std::move(name), from_rapidjson(member.value)});
  }
  return members;
}

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void write_string(Writer& writer, const std::string& text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void write(Writer& writer, const Json& json) {
  if (json.is_null()) {
    writer.Null();
  } else if (json.is_bool()) {
    writer.Bool(json.as_bool());
  } else if (json.is_integer()) {
    writer.Int64(json.as_integer());
  } else if (json.is_number()) {
    writer.Double(json.as_number());
  } else if (json.is_string()) {
    write_string(writer, json.as_string());
  } else if (json.is_array()) {
    writer.StartArray();
    for (const auto& item : json.as_array()) {
      write(writer, item);
    }
    writer.EndArray();
  } else {
    writer.StartObject();
    for (const auto& [name, value] : json.as_object()) {
      write_string(writer, name);
      write(writer, value);
    }
    writer.EndObject();
  }
}

template <class Kind, class Value>
const Kind& get(const Value& value, const char* kind) {
  if (const auto* wanted = std::get_if<Kind>(&value)) {
    return *wanted;
  }
  throw JsonError{std::string{"a JSON value is not "} + kind};
}

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Json::Json(Object value) : value_{std::move(value)} {}

std::string_view without_byte_order_mark(std::string_view text) {
  return text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
}

Json Json::parse(std::string_view text) {
  rapidjson::Document document;
  document.Parse<kParseFlags>(text.data(), text.size());
  // RapidJSON passes a byte order mark over.
  if (text.starts_with(kByteOrderMark)) {
    throw JsonError{"not JSON: a byte order mark"};
  }
  if (document.HasParseError()) {
    throw JsonError{std::string{"not JSON: "} + GetParseError_En(document.GetParseError())};
  }
  return from_rapidjson(document);
}

std::string Json::to_text() const {
  rapidjson::StringBuffer buffer;
  Writer writer{buffer};
  write(writer, *this);
  return {buffer.GetString(), buffer.GetSize()};
}

bool Json::is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
bool Json::is_bool() const { return std::holds_alternative<bool>(value_); }
bool Json::is_integer() const { return std::holds_alternative<std::int64_t>(value_); }
bool Json::is_number() const { return is_integer() || std::holds_alternative<double>(value_); }
bool Json::is_string() const { return std::holds_alternative<std::string>(value_); }
bool Json::is_array() const { return std::holds_alternative<Array>(value_); }
bool Json::is_object() const { return std::holds_alternative<Object>(value_); }

bool Json::as_bool() const { return get<bool>(value_, "a boolean"); }
std::int64_t Json::as_integer() const { return get<std::int64_t>(value_, "an integer"); }

double Json::as_number() const {
  return is_integer() ? static_cast<double>(as_integer()) : get<double>(value_, "a number");
}

const std::string& Json::as_string() const { return get<std::string>(value_, "a string"); }
const Json::Array& Json::as_array() const { return get<Array>(value_, "an array"); }
const Json::Object& Json::as_object() const { return get<Object>(value_, "an object"); }

const Json* Json::find(std::string_view name) const {
  if (!is_object()) {
    return nullptr;
  }
  const auto& members = as_object();
  const auto member = std::ranges::find(members, name, &Member::name);
  return member == members.end() ? nullptr : &member->value;
}

const Json& Json::operator[](std::string_view name) const {
  if (const auto* value = find(name)) {
    return *value;
  }
  throw JsonError{"there is no member \"" + std::string{name} + "\" in " + to_text()};
}

bool operator==(const Json& left, const Json& right) {
  if (left.is_number() && right.is_number() && left.is_integer() != right.is_integer()) {
    return !(left.as_number() < right.as_number()) && !(right.as_number() < left.as_number());
  }
  if (!left.is_object() || !right.is_object()) {
    return left.value_ == right.value_;
  }
  const auto is_in_right = [&](const Json::Member& member) {
    const auto* other = right.find(member.name);
    return other != nullptr && *other == member.value;
  };
  return left.as_object().size() == right.as_object().size() &&
         std::ranges::all_of(left.as_object(), is_in_right);
}

Json object(std::initializer_list<Json::Member> members) { return Json::Object{members}; }

Json array(std::initializer_list<Json> items) { return Json::Array{items}; }

Json merged(const Json& object, const Json& members) {
  Json::Object result;
  for (const auto& member : object.as_object()) {
    if (!members.has(member.name)) {
      result.push_back(member);
    }
  }
  for (const auto& member : members.as_object()) {
    result.push_back(member);
  }
  return result;
}

}  // namespace daymark::support
