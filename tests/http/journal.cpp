#include "journal.hpp"

#include <algorithm>

namespace daymark::http_tests {
namespace {

/// What was sent and is kept. The streak is worked out anew for each answer.
Json content_of(const Json& entry) {
  Json::Object content;
  for (const auto& member : entry.as_object()) {
    if (member.name != "streak") {
      content.push_back(member);
    }
  }
  return content;
}

}  // namespace

void Journal::note(const Request& request, const Answer& answer, const Json& body) {
  if (request.method == "GET" || request.method == "HEAD" || answer.status >= 300) {
    return;
  }
  const auto path = request.target.substr(0, request.target.find('?'));
  if (const auto* entry = body.find("entry")) {
    entries_[(*entry)["id"].as_string()] = content_of(*entry);
  } else if (request.method == "DELETE" && path == "/me") {
    entries_.clear();
    is_complete_ = true;
  } else if (request.method == "DELETE" && path.starts_with("/mood/")) {
    entries_.erase(path.substr(path.rfind('/') + 1));
  } else if (body.has("imported")) {
    is_complete_ = false;
  }
}

std::vector<std::string> Journal::compare(const std::map<std::string, Json>& kept,
                                          const char* where) const {
  std::vector<std::string> differences;
  for (const auto& [id, told] : entries_) {
    const auto entry = kept.find(id);
    if (entry == kept.end()) {
      differences.push_back("the entry " + id + " was accepted and is not in " + where);
    } else if (entry->second != told) {
      differences.push_back("the entry " + id + " is another in " + where + ": " +
                            entry->second.to_text().substr(0, 500) + " instead of " +
                            told.to_text().substr(0, 500));
    }
  }
  for (const auto& [id, entry] : kept) {
    if (is_complete_ && !entries_.contains(id)) {
      differences.push_back("the entry " + id + " was refused or deleted and is in " + where +
                            ": " + entry.to_text().substr(0, 500));
    }
  }
  return differences;
}

std::vector<std::string> Journal::compare_rows(support::Database& database,
                                               const std::string& account_id) const {
  const auto rows = database.query(
      "select entry_id, json_build_object('id', entry_id::text, 'uid', uid, 'mood', mood, "
      "'rating', rating, 'note', note, 'tags', to_json(tags), 'recorded_at', "
      "to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS'), 'day', day::text) "
      "from entries where account_id = $1",
      {account_id});
  std::map<std::string, Json> kept;
  for (const auto& row : rows) {
    auto entry = Json::parse(row.at(1));
    const auto told = entries_.find(row.at(0));
    // The fraction of a second is in the answer alone.
    if (told != entries_.end() &&
        told->second["recorded_at"].as_string().starts_with(entry["recorded_at"].as_string())) {
      entry = merged(entry, object({{"recorded_at", told->second["recorded_at"]}}));
    }
    kept.emplace(row.at(0), std::move(entry));
  }
  return compare(kept, "the database");
}

std::vector<std::string> Journal::compare_answers(Person& person) const {
  std::map<std::string, Json> kept;
  std::string target = "/mood?limit=100";
  while (!target.empty()) {
    const auto answer = person.get(target);
    if (answer.status != 200) {
      return {"GET " + target + " is answered with " + answer.body};
    }
    const auto page = answer.json();
    for (const auto& entry : page["moods"].as_array()) {
      kept.emplace(entry["id"].as_string(), content_of(entry));
    }
    const auto* cursor = page.find("next_cursor");
    target = cursor == nullptr ? "" : "/mood?limit=100&cursor=" + cursor->as_string();
  }
  return compare(kept, "GET /mood");
}

}  // namespace daymark::http_tests
