// The time zone that a settings body names: one of those that the database lists, to the letter.
// The database is one of our own here, which knows a few zones and nothing else.

// The reader is the api's own; the way to it is the file.
#include "accounts/api.cpp"  // NOLINT(bugprone-suspicious-include)

#include <array>

#include "sql/queries.hpp"
#include "target.hpp"

namespace {

constexpr std::array<std::string_view, 7> kZones{
    "UTC",     "Europe/Moscow",  "America/Argentina/Buenos_Aires", "Asia/Kolkata", "Etc/GMT+5",
    "GB-Eire", "Pacific/Chatham"};

}  // namespace

/// libpq's own is nowhere to be seen here. An answer has one column.
struct pg_result {
  decltype(kZones)& column;
};

namespace daymark::storage {

struct Database::Session {};

Database::Database() = default;
Database::~Database() = default;

Rows Database::read(const Query& query, std::initializer_list<Parameter> parameters) {
  static const PGresult kListed{kZones};
  fuzz::require(&query == &sql::accounts::kListTimeZones && parameters.size() == 0,
                "reading settings asks for nothing but the zones");
  return Rows{&kListed};
}

Rows Database::write(const Query&, std::initializer_list<Parameter>) {
  fuzz::require(false, "reading settings changes nothing");
  return Rows{nullptr};
}

bool Rows::next() { return static_cast<std::size_t>(++row_) < result_->column.size(); }

std::optional<std::string_view> Rows::take_text() {
  return result_->column.at(static_cast<std::size_t>(row_));
}

}  // namespace daymark::storage

namespace daymark::fuzz {
namespace {

/// What the body, whose zone is written as `zone_json`, asks for.
std::optional<accounts::Settings> read(const std::string& zone_json) {
  static const accounts::PasswordHasher kHasher{{.memory_kib = 8, .passes = 1}};
  static accounts::TimeZones zones;
  Context context{.database = {}, .hasher = kHasher, .time_zones = zones};
  server::Request request;
  request.variables = {{"CONTENT_TYPE", "application/json"}};
  request.body = R"({"time_zone":)" + zone_json + "}";
  return attempt([&] {
    server::Fields fields{request};
    auto settings = accounts::api::read_settings(context, fields);
    fields.finish();
    return settings;
  });
}

}  // namespace
}  // namespace daymark::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark;
  const auto name = fuzz::as_text(data, size);
  const auto raw = fuzz::read("\"" + std::string(name) + "\"");
  if (raw && raw->time_zone) {
    fuzz::require(std::ranges::find(kZones, *raw->time_zone) != kZones.end(),
                  "a zone that is accepted is one of the listed");
  }
  if (!server::is_utf8(name)) {
    fuzz::require(!raw, "a name that is no UTF-8 is refused");
    return 0;
  }
  server::json::Writer out;
  out.text(name);
  const auto settings = fuzz::read(out.take());
  fuzz::require(settings.has_value() == (std::ranges::find(kZones, name) != kZones.end()),
                "a zone is accepted if it is one of the listed");
  fuzz::require(!settings || settings->time_zone == name, "a zone is kept as it was sent");
  return 0;
}
