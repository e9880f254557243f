#include "achievements/user_json.hpp"

namespace daymark::achievements {

void write_user(server::json::Writer& out, const User& user) {
  out.begin_object();
  out.key("username").text(user.username);
  out.key("language").text(shared::code(user.language));
  out.key("created_at").instant(user.created_at);
  out.key("achievements").number(user.achievements);
  out.key("points").number(user.points);
  out.key("longest_award_streak").number(user.longest_award_streak);
  out.end_object();
}

}  // namespace daymark::achievements
