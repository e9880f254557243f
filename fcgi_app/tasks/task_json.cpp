#include "tasks/task_json.hpp"

#include "achievements/award_json.hpp"

namespace daymark::tasks {
namespace {

using server::Fields;
using server::json::Writer;

constexpr server::Length kTitleLength{1, kTitleLengthMax, server::Blank::kRefused};
constexpr server::Length kNoteLength{0, kNoteLengthMax};
constexpr server::Bounds kLimits{0, shared::kTaskLimitMax};

/// Writes the members of a task, without braces.
void write_members(Writer& out, const Task& task) {
  out.key("id").text(shared::to_string(task.id));
  out.key("title").text(task.title);
  out.key("note").text_or_null(task.note);
  out.key("done").boolean(task.done);
  out.key("created_at").instant(task.created_at);
  out.key("day").day(task.day);
}

}  // namespace

NewTask read_new_task(Fields& fields) {
  fields.require("title");
  return {.title = fields.text("title", kTitleLength).value_or(""),
          .note = fields.text("note", kNoteLength)};
}

TaskPatch read_task_patch(Fields& fields) {
  fields.refuse_null("title");
  fields.refuse_null("done");
  return {.title = fields.text("title", kTitleLength),
          .note = fields.or_removed<std::optional<std::string>>("note",
                                                                fields.text("note", kNoteLength)),
          .done = fields.boolean("done")};
}

std::optional<int> read_limit(Fields& fields) { return fields.number("daily_task_limit", kLimits); }

void write_task(Writer& out, const Task& task) {
  out.begin_object();
  write_members(out, task);
  out.end_object();
}

void write_changed(Writer& out, const Changed& changed) {
  out.begin_object();
  write_members(out, changed.task);
  achievements::write_awarded(out, changed.awarded);
  out.end_object();
}

void write_quota(Writer& out, const Quota& quota) {
  out.key("limit").number(quota.limit.tasks);
  out.key("limit_reason").text(shared::name(quota.limit.reason));
  out.key("used").number(quota.used);
  out.key("remaining").number(quota.remaining());
  out.key("resets_at").instant(quota.resets_at);
}

void write_limit(Writer& out, const UserTaskLimit& set) {
  out.begin_object();
  out.key("username").text(set.username);
  out.key("daily_task_limit").number(set.limit.tasks);
  out.key("limit_reason").text(shared::name(set.limit.reason));
  out.end_object();
}

}  // namespace daymark::tasks
