#include "tasks/page_query.hpp"

#include "server/answers.hpp"
#include "server/fields.hpp"

namespace daymark::tasks {

PageWanted read_page_wanted(const server::Request& request) {
  server::Parameters parameters{request};
  PageWanted wanted;
  wanted.limit = parameters.number("limit", {1, kPageMax}).value_or(kPageDefault);
  wanted.day = parameters.parsed("day", shared::parse_day);
  wanted.after = parameters.parsed("cursor", server::read_id_cursor<TaskId>);
  parameters.finish();
  return wanted;
}

std::string write_cursor(const Task& last) { return server::write_id_cursor(last.id); }

std::string next_link(int limit, CivilDay day, std::string_view cursor) {
  return server::next_link("/task", limit, cursor, "&day=" + shared::to_string(day));
}

}  // namespace daymark::tasks
