#include "achievements/award_json.hpp"

namespace daymark::achievements {

void write_award(server::json::Writer& out, const Award& award) {
  out.begin_object();
  out.key("code").text(award.code);
  out.key("points").number(award.points);
  out.key("name").text(award.text.name);
  out.key("description").text(award.text.description);
  out.key("awarded_at").text(shared::to_string(award.awarded_at));
  out.end_object();
}

}  // namespace daymark::achievements
