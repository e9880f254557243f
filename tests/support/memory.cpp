#include "support/memory.hpp"

namespace daymark::support {
namespace {

/// Of each kind only the newest are remembered: most of what is older is gone.
constexpr std::size_t kKeptMax = 20;

void keep(std::vector<std::string>& values, const std::string& value) {
  if (values.size() == kKeptMax) {
    values.erase(values.begin());
  }
  values.push_back(value);
}

template <class Known>
const std::vector<std::string>& find_in(const Known& known, const std::string& key) {
  static const std::vector<std::string> nothing;
  const auto found = known.find(key);
  return found == known.end() ? nothing : found->second;
}

}  // namespace

void Memory::note(const Request& request, const Answer& answer, const Json& body) {
  const auto path = request.target.substr(0, request.target.find('?'));
  const auto location = answer.header("Location");
  if (const auto slash = location.rfind('/'); slash != std::string::npos) {
    keep(below_[location.substr(0, slash + 1)], location.substr(slash + 1));
  }
  if (const auto version = answer.header("ETag"); !version.empty()) {
    keep(versions_[path], version);
  }
  if (!body.is_object()) {
    return;
  }
  for (const auto& [name, value] : body.as_object()) {
    if (name == "next_cursor") {
      keep(cursors_[path], value.as_string());
    }
    if (const auto* id = value.find("id"); id != nullptr && request.method == "POST") {
      keep(below_[path + "/"], id->as_string());
    }
    if (value.is_array() && !value.as_array().empty()) {
      if (const auto* id = value.as_array().front().find("id")) {
        keep(below_[path + "/"], id->as_string());
      }
    }
  }
}

const std::string* Memory::find_field(const std::string& name) const {
  const auto field = fields_.find(name);
  return field == fields_.end() ? nullptr : &field->second;
}

const std::vector<std::string>& Memory::list_below(const std::string& path) const {
  return find_in(below_, path);
}

const std::vector<std::string>& Memory::list_cursors(const std::string& path) const {
  return find_in(cursors_, path);
}

const std::vector<std::string>& Memory::list_versions(const std::string& path) const {
  return find_in(versions_, path);
}

}  // namespace daymark::support
