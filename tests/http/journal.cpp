#include "journal.hpp"

#include <set>
#include <stdexcept>
#include <utility>

namespace daymark::http_tests {
namespace {

using Things = std::map<std::string, Json>;

/// What was sent and is kept. The streak and what was earned are of the answer alone.
Json content_of(const Json& thing) {
  Json::Object content;
  for (const auto& member : thing.as_object()) {
    if (member.name != "streak" && member.name != "awarded") {
      content.push_back(member);
    }
  }
  return content;
}

struct Comparison {
  const char* what;
  const char* where;
  const Things& told;
  const Things& kept;
  bool is_complete;
};

void append_differences(const Comparison& comparison, std::vector<std::string>& differences) {
  const auto& [what, where, told, kept, is_complete] = comparison;
  const auto name = [&](const std::string& id) { return std::string{"the "} + what + ' ' + id; };
  for (const auto& [id, thing] : told) {
    const auto found = kept.find(id);
    if (found == kept.end()) {
      differences.push_back(name(id) + " was accepted and is not in " + where);
    } else if (found->second != thing) {
      differences.push_back(name(id) + " is another in " + where + ": " +
                            found->second.to_text().substr(0, 500) + " instead of " +
                            thing.to_text().substr(0, 500));
    }
  }
  for (const auto& [id, thing] : kept) {
    if (is_complete && !told.contains(id)) {
      differences.push_back(name(id) + " was refused or deleted and is in " + where + ": " +
                            thing.to_text().substr(0, 500));
    }
  }
}

/// Rows of an id and of JSON that has `instant` to the second; its fraction is in the answer alone.
Things read_rows(const std::vector<support::Row>& rows, const char* instant, const Things& told) {
  Things kept;
  for (const auto& row : rows) {
    auto thing = Json::parse(row.at(1));
    const auto answered = told.find(row.at(0));
    if (answered != told.end() &&
        answered->second[instant].as_string().starts_with(thing[instant].as_string())) {
      thing = merged(thing, object({{instant, answered->second[instant]}}));
    }
    kept.emplace(row.at(0), std::move(thing));
  }
  return kept;
}

/// All pages of a list. Throws std::runtime_error where it cannot be read.
void read_list(Person& person, const std::string& path, const char* name, Things& things) {
  auto target = path;
  while (!target.empty()) {
    const auto answer = person.get(target);
    if (answer.status != 200) {
      throw std::runtime_error{"GET " + target + " is answered with " + answer.body};
    }
    const auto page = answer.json();
    for (const auto& thing : page[name].as_array()) {
      things.emplace(thing["id"].as_string(), content_of(thing));
    }
    const auto* cursor = page.find("next_cursor");
    target = cursor == nullptr ? "" : path + "&cursor=" + cursor->as_string();
  }
}

}  // namespace

void Journal::note(const Request& request, const Answer& answer, const Json& body) {
  if (request.method == "GET" || request.method == "HEAD" || answer.status >= 300) {
    return;
  }
  const auto path = request.target.substr(0, request.target.find('?'));
  const auto id = path.substr(path.rfind('/') + 1);
  if (const auto* entry = body.find("entry")) {
    entries_[(*entry)["id"].as_string()] = content_of(*entry);
  } else if (const auto* task = body.find("task")) {
    tasks_.insert_or_assign((*task)["id"].as_string(), content_of(*task));
  } else if (request.method == "PATCH" && path.starts_with("/task/")) {
    tasks_.insert_or_assign(id, content_of(body));
  } else if (request.method == "DELETE" && path == "/me") {
    entries_.clear();
    tasks_.clear();
    is_complete_ = true;
  } else if (request.method == "DELETE" && path.starts_with("/mood/")) {
    entries_.erase(id);
  } else if (request.method == "DELETE" && path.starts_with("/task/")) {
    tasks_.erase(id);
  } else if (body.has("imported")) {
    is_complete_ = false;
  }
}

std::vector<std::string> Journal::compare(const Things& entries, const Things& tasks,
                                          const char* where) const {
  std::vector<std::string> differences;
  append_differences({"entry", where, entries_, entries, is_complete_}, differences);
  append_differences({"task", where, tasks_, tasks, true}, differences);
  return differences;
}

std::vector<std::string> Journal::compare_rows(support::Database& database,
                                               const std::string& account_id) const {
  const auto entries = database.query(
      "select entry_id, json_build_object('id', entry_id::text, 'uid', uid, 'mood', mood, "
      "'rating', rating, 'note', note, 'tags', to_json(tags), 'recorded_at', "
      "to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS'), 'day', day::text) "
      "from entries where account_id = $1",
      {account_id});
  const auto tasks = database.query(
      "select task_id, json_build_object('id', task_id::text, 'title', title, 'note', note, "
      "'done', done, 'created_at', to_char(created_at at time zone 'UTC', "
      "'YYYY-MM-DD\"T\"HH24:MI:SS'), 'day', day::text) from tasks where account_id = $1",
      {account_id});
  return compare(read_rows(entries, "recorded_at", entries_),
                 read_rows(tasks, "created_at", tasks_), "the database");
}

std::vector<std::string> Journal::compare_answers(Person& person) const {
  std::set<std::string> days;
  for (const auto& [id, task] : tasks_) {
    days.insert(task["day"].as_string());
  }
  Things entries;
  Things tasks;
  try {
    read_list(person, "/mood?limit=100", "moods", entries);
    for (const auto& day : days) {
      read_list(person, "/task?limit=100&day=" + day, "tasks", tasks);
    }
  } catch (const std::runtime_error& error) {
    return {error.what()};
  }
  return compare(entries, tasks, "the lists");
}

}  // namespace daymark::http_tests
