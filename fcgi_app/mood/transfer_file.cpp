#include "mood/transfer_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>

#include "mood/entry_json.hpp"
#include "server/ascii.hpp"
#include "server/csv.hpp"
#include "server/fields.hpp"
#include "server/json.hpp"

namespace daymark::mood {
namespace {

namespace csv = server::csv;
namespace json = server::json;
using server::Fault;
using server::Faults;
using server::Flaw;

constexpr std::string_view kListName = "moods";
/// The names of kEntryFields.
constexpr auto kColumns =
    std::apply([](const auto&... fields) { return std::array{fields.name...}; }, kEntryFields);

/// Checks entries, and passes those without faults on.
class Checker {
 public:
  Checker(Instant now, const TakeEntry& take) : now_(now), take_(take) {}

  /// Returns whether more entries are wanted.
  bool check(std::int64_t row, json::Object object, Faults faults) {
    server::Fields fields{std::move(object)};
    auto entry = read_file_entry(fields, now_);
    const auto more = fields.faults();
    faults.insert(faults.end(), more.begin(), more.end());
    if (!faults.empty()) {
      return note(row, std::move(faults));
    }
    return take_({.row = row, .entry = std::move(entry)});
  }

  bool note(std::int64_t row, Faults faults) {
    for (auto& fault : faults) {
      fault.row = row;
      faults_.push_back(std::move(fault));
    }
    return faults_.size() < server::kFaultsMax;
  }

  [[nodiscard]] Faults faults() const { return faults_; }

 private:
  Instant now_;
  const TakeEntry& take_;
  Faults faults_;
};

Faults read_json(const server::TextSource& source, Checker& checker) {
  auto around = json::read_list(source, kListName, kFileEntryBytesMax, [&](json::Element element) {
    if (!element.faults.empty()) {
      return checker.note(element.number, std::move(element.faults));
    }
    auto* object = std::get_if<json::Object>(&element.value.data);
    if (object == nullptr) {
      return checker.note(element.number, {{.flaw = Flaw::kNoObject}});
    }
    return checker.check(element.number, std::move(*object), {});
  });
  const auto rows = checker.faults();
  around.insert(around.end(), rows.begin(), rows.end());
  return around;
}

/// The columns of a CSV file, from its first record.
class Columns {
 public:
  explicit Columns(const std::optional<csv::Record>& header) {
    if (header) {
      for (const auto& field : header->fields) {
        add(field.value_or(""));
      }
    }
    require_one_of("mood", "rating", Flaw::kFeelingRequired);
    require_one_of("recorded_at", "day", Flaw::kTimeRequired);
  }

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const Faults& faults() const { return faults_; }

 private:
  [[nodiscard]] bool has(std::string_view name) const {
    return std::ranges::find(names_, name) != names_.end();
  }

  void add(const std::string& name) {
    const auto at = "/" + json::pointer_token(name);
    if (std::ranges::find(kColumns, name) == kColumns.end()) {
      faults_.push_back({.at = at, .flaw = Flaw::kUnknownField});
    } else if (has(name)) {
      faults_.push_back({.at = at, .flaw = Flaw::kDuplicate});
    }
    names_.push_back(name);
  }

  void require_one_of(std::string_view first, std::string_view second, Flaw flaw) {
    if (!has(first) && !has(second)) {
      faults_.push_back({.at = "/" + std::string(first), .flaw = flaw});
    }
  }

  std::vector<std::string> names_;
  Faults faults_;
};

/// A number as JSON has it; a table may have a decimal comma.
json::Number to_number(std::string text) {
  std::ranges::replace(text, ',', '.');
  return {std::move(text)};
}

bool is_number(std::string_view text) {
  double number = 0;
  return text.find_first_not_of("-.0123456789Ee") == std::string_view::npos && !text.empty() &&
         std::from_chars(text.data(), text.data() + text.size(), number).ptr ==
             text.data() + text.size();
}

/// What a mood that a person wrote into a table would be in JSON.
json::Value to_mood(std::string text) {
  if (auto number = to_number(text); is_number(number.digits)) {
    return {std::move(number)};
  }
  const auto rating = rating_named(text);
  return {rating ? std::string(standard_label(*rating)) : std::move(text)};
}

/// The value that a CSV field would have in JSON. Adds its faults; nullopt if `tags` are not JSON.
std::optional<json::Value> read_field(const std::string& column, std::string text, Faults& faults) {
  const auto at = "/" + column;
  if (column == "rating") {
    return json::Value{to_number(std::move(text))};
  }
  if (column == "tags") {
    try {
      return json::parse(text);
    } catch (const server::Refusal& refusal) {
      faults.push_back(
          {.at = at,
           .flaw = refusal.faults().empty() ? Flaw::kNoTags : refusal.faults().front().flaw});
      return std::nullopt;
    }
  }
  if (text.find('\0') != std::string::npos) {
    faults.push_back({.at = at, .flaw = Flaw::kContainsNul});
  }
  return json::Value{std::move(text)};
}

/// Reads the mood of a row that a person wrote. One with a uid was exported, and its label can be
/// `5` or `Good`.
void understand_mood(json::Object& object) {
  const auto find = [&](std::string_view name) {
    return std::ranges::find(object, name, &json::Member::key);
  };
  if (const auto mood = find("mood"); mood != object.end() && find("uid") == object.end()) {
    mood->value = to_mood(std::get<std::string>(mood->value.data));
  }
}

/// The object that a CSV record would be in JSON.
json::Object read_record(const Columns& columns, csv::Record record, Faults& faults) {
  const auto& names = columns.names();
  json::Object object;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i >= record.fields.size()) {
      faults.push_back({.at = "/" + names[i], .flaw = Flaw::kRequired});
    } else if (record.fields[i]) {
      if (auto value = read_field(names[i], *std::move(record.fields[i]), faults)) {
        object.push_back({.key = names[i], .value = *std::move(value)});
      }
    }
  }
  if (record.fields.size() > names.size()) {
    faults.push_back({.flaw = Flaw::kTooManyFields, .greatest = static_cast<long>(names.size())});
  }
  understand_mood(object);
  return object;
}

/// The first line that is not empty, as far as it has been read.
std::string_view first_line(std::string_view text) {
  constexpr std::string_view kEnds = "\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(kEnds), text.size()));
  return text.substr(0, text.find_first_of(kEnds));
}

/// The separator that finds most columns in the header; a comma if none finds more.
char separator_of(std::string_view header) {
  constexpr std::string_view kSeparators = ",;\t";
  return *std::ranges::max_element(kSeparators, {}, [&](char separator) {
    std::ptrdiff_t columns = 0;
    for (auto rest = header; !rest.empty();) {
      auto name = server::take_until(rest, separator);
      if (name.size() > 1 && name.starts_with('"') && name.ends_with('"')) {
        name = name.substr(1, name.size() - 2);
      }
      columns += std::ranges::count(kColumns, name);
    }
    return columns;
  });
}

Faults read_csv(const server::TextSource& source, Checker& checker) {
  const auto beginning = server::read_beginning(source, [](std::string_view text) {
    const auto line = first_line(text);
    return text.size() > kFileEntryBytesMax ||
           (!line.empty() && line.data() + line.size() != text.data() + text.size());
  });
  csv::Reader reader{server::resume(beginning, source), kFileEntryBytesMax,
                     separator_of(first_line(beginning))};
  const auto header = reader.next();
  const Columns columns{header};
  if (!columns.faults().empty()) {
    return columns.faults();
  }
  std::int64_t row = 0;
  for (bool wants_more = true; wants_more;) {
    auto record = reader.next();
    if (!record) {
      break;
    }
    ++row;
    if (record->is_too_long) {
      checker.note(row, {{.flaw = Flaw::kTooManyBytes, .greatest = kFileEntryBytesMax}});
      break;
    }
    Faults faults;
    auto object = read_record(columns, *std::move(record), faults);
    wants_more = checker.check(row, std::move(object), std::move(faults));
  }
  return checker.faults();
}

std::string list_of(const std::vector<Entry>& entries) {
  json::Writer out;
  out.begin_array();
  for (const auto& entry : entries) {
    write_file_entry(out, entry);
  }
  out.end_array();
  return out.take();
}

csv::Field to_field(const std::string& text) { return text; }
csv::Field to_field(const std::optional<std::string>& text) { return text; }
csv::Field to_field(const shared::JsonText& json) { return json.text; }
csv::Field to_field(const std::optional<int>& number) {
  return number ? csv::Field{std::to_string(*number)} : std::nullopt;
}
template <class Value>
csv::Field to_field(const Value& value) {
  return shared::to_string(value);
}

std::vector<csv::Field> record_of(const Entry& entry) {
  return std::apply(
      [&](const auto&... fields) {
        return std::vector<csv::Field>{to_field(entry.*fields.member)...};
      },
      kEntryFields);
}

}  // namespace

Faults read_file(FileFormat format, const server::TextSource& source, Instant now,
                 const TakeEntry& take) {
  Checker checker{now, take};
  const auto text = server::without_byte_order_mark(source);
  return format == FileFormat::kJson ? read_json(text, checker) : read_csv(text, checker);
}

Fault in_file(FileFormat format, Fault fault) {
  if (format == FileFormat::kJson && fault.row) {
    fault.at = "/" + std::string(kListName) + "/" + std::to_string(*fault.row - 1) + fault.at;
  }
  return fault;
}

void FileWriter::begin(std::string& out) const {
  if (format_ == FileFormat::kJson) {
    out += "{\"" + std::string(kListName) + "\":[";
  } else {
    out += has_byte_order_mark_ ? server::kByteOrderMark : "";
    csv::append_record(out, {kColumns.begin(), kColumns.end()});
  }
}

void FileWriter::append(std::string& out, const std::vector<Entry>& entries) {
  if (format_ == FileFormat::kCsv) {
    for (const auto& entry : entries) {
      csv::append_record(out, record_of(entry));
    }
    return;
  }
  const auto list = list_of(entries);
  if (has_entries_ && !entries.empty()) {
    out += ',';
  }
  has_entries_ = has_entries_ || !entries.empty();
  // Without its brackets: `begin` and `end` write them.
  out += std::string_view{list}.substr(1, list.size() - 2);
}

void FileWriter::end(std::string& out) const {
  if (format_ == FileFormat::kJson) {
    out += "]}";
  }
}

}  // namespace daymark::mood
