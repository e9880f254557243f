#include "tasks/page_query.hpp"

#include "server/fields.hpp"
#include "server/page.hpp"

namespace daymark::tasks {

PageWanted read_page_wanted(const server::Request& request) {
  server::Parameters parameters{request};
  PageWanted wanted;
  wanted.limit = server::read_limit(parameters);
  wanted.day = parameters.parsed("day", shared::parse_day, server::Flaw::kNoDay);
  wanted.after =
      parameters.parsed("cursor", server::read_id_cursor<TaskId>, server::Flaw::kNoCursor);
  parameters.finish();
  return wanted;
}

}  // namespace daymark::tasks
