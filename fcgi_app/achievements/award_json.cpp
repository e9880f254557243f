#include "achievements/award_json.hpp"

namespace daymark::achievements {

void write_award(server::json::Writer& out, const Award& award) {
  out.begin_object();
  out.key("code").text(award.code);
  out.key("points").number(award.points);
  out.key("name").text(award.text.name);
  out.key("description").text(award.text.description);
  out.key("awarded_at").instant(award.awarded_at);
  out.end_object();
}

void write_awarded(server::json::Writer& out, const std::vector<Award>& awards) {
  out.key("awarded").begin_array();
  for (const auto& award : awards) {
    write_award(out, award);
  }
  out.end_array();
}

}  // namespace daymark::achievements
