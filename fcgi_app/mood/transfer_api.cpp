// Export and import over HTTP.
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "accounts/accounts.hpp"
#include "context.hpp"
#include "mood/api.hpp"
#include "mood/transfer.hpp"
#include "mood/transfer_file.hpp"
#include "server/answers.hpp"
#include "server/ascii.hpp"
#include "server/body_stream.hpp"
#include "server/fields.hpp"
#include "server/headers.hpp"
#include "server/json.hpp"
#include "server/problem.hpp"

namespace daymark::mood::api {
namespace {

using server::Flaw;
using server::Problem;
using server::Refusal;

std::optional<FileFormat> format_of_name(std::string_view name) {
  if (name == "json") {
    return FileFormat::kJson;
  }
  return name == "csv" ? std::optional{FileFormat::kCsv} : std::nullopt;
}

std::optional<bool> boolean_of_name(std::string_view name) {
  if (name == "true") {
    return true;
  }
  return name == "false" ? std::optional{false} : std::nullopt;
}

std::optional<FileFormat> format_of_type(std::string_view type) {
  if (server::equal_ignoring_case(type, "application/json")) {
    return FileFormat::kJson;
  }
  return server::equal_ignoring_case(type, "text/csv") ? std::optional{FileFormat::kCsv}
                                                       : std::nullopt;
}

/// The body of an export. The first page is read at once: a failure can still be an error response.
class Parts {
 public:
  Parts(Context& context, shared::AccountId account, ExportWanted wanted)
      : export_(context.database, account),
        writer_(wanted.format, wanted.has_byte_order_mark),
        page_(export_.next_page()) {}

  bool append_next(std::string& out) {
    if (is_at_end_) {
      return false;
    }
    if (!has_begun_) {
      writer_.begin(out);
      has_begun_ = true;
    }
    writer_.append(out, page_);
    is_at_end_ = page_.empty();
    if (is_at_end_) {
      writer_.end(out);
    } else {
      page_ = export_.next_page();
    }
    return true;
  }

 private:
  Export export_;
  FileWriter writer_;
  std::vector<Entry> page_;
  bool has_begun_ = false;
  bool is_at_end_ = false;
};

std::string file_name(CivilDay today, FileFormat format) {
  return fmt::format("daymark-{}.{}", shared::to_string(today),
                     format == FileFormat::kJson ? "json" : "csv");
}

/// Reads the file in the body, to its end or kFaultsMax. Throws a Refusal if it is malformed.
server::Faults read_body(const Request& request, FileFormat format, const TakeEntry& take) {
  server::BodyStream body{request};
  bool is_at_end = false;
  const auto next = [&] {
    const auto piece = body.next();
    is_at_end = piece.empty();
    return piece;
  };
  auto faults = read_file(format, next, request.now, take);
  if (is_at_end && body.is_cut_off()) {
    throw Refusal{format == FileFormat::kJson ? Problem::kMalformedJson : Problem::kMalformedCsv};
  }
  return faults;
}

Response render(const Imported& imported) {
  server::json::Writer out;
  out.begin_object();
  out.key("imported").number(imported.imported);
  out.key("skipped").number(imported.skipped);
  out.end_object();
  return server::private_answer(200, out.take());
}

}  // namespace

ExportWanted read_export_wanted(const Request& request) {
  server::Parameters parameters{request};
  const auto format = parameters.parsed("format", format_of_name, Flaw::kNoFormat);
  const auto mark = parameters.parsed("bom", boolean_of_name, Flaw::kNoBoolean);
  parameters.finish();
  return {.format = format.value_or(FileFormat::kJson),
          .has_byte_order_mark = mark.value_or(false)};
}

ImportWanted read_import_wanted(const Request& request) {
  const auto format = format_of_type(server::media_type(request));
  server::Parameters parameters{request};
  const auto named = parameters.parsed("format", format_of_name, Flaw::kNoFormat);
  if (!format || (named && *named != *format)) {
    throw Refusal{Problem::kUnsupportedMediaType};
  }
  return {.format = *format, .faults = parameters.faults()};
}

Response export_entries(Context& context, const Request& request, const Account& account,
                        ExportWanted wanted) {
  const auto format = wanted.format;
  const auto today = accounts::day_of(
      context.database, {.time_zone = account.time_zone, .day_starts_at = account.day_starts_at},
      request.now);
  const auto parts = std::make_shared<Parts>(context, account.id, wanted);
  return {.status = 200,
          .content_type = format == FileFormat::kJson ? "application/json"
                                                      : "text/csv; charset=utf-8; header=present",
          .headers = {{"Cache-Control", "no-store"},
                      {"Content-Disposition",
                       fmt::format("attachment; filename=\"{}\"", file_name(today, format))}},
          .write_body = [parts](std::string& out) { return parts->append_next(out); }};
}

Response import_entries(Context& context, const Request& request, const Credentials& credentials,
                        const Account& account, const ImportWanted& wanted) {
  const auto outcome = mood::import_entries(
      context.database, context.milestones, credentials, account,
      [&](const TakeEntry& take) {
        auto faults = read_body(request, wanted.format, take);
        faults.insert(faults.begin(), wanted.faults.begin(), wanted.faults.end());
        return faults;
      },
      request.now, context.limits);
  if (const auto* imported = std::get_if<Imported>(&outcome)) {
    return render(*imported);
  }
  if (std::holds_alternative<NotSignedIn>(outcome)) {
    throw Refusal{Problem::kNotSignedIn};
  }
  if (std::holds_alternative<ImportRunning>(outcome)) {
    throw Refusal{Problem::kImportRunning};
  }
  if (const auto* full = std::get_if<AccountFull>(&outcome)) {
    throw Refusal{Problem::kAccountFull, full->capacity};
  }
  auto faults = std::get<server::Faults>(outcome);
  for (auto& fault : faults) {
    fault = in_file(wanted.format, std::move(fault));
  }
  throw Refusal{std::move(faults)};
}

}  // namespace daymark::mood::api
