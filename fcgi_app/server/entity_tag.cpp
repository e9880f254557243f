#include "server/entity_tag.hpp"

#include <algorithm>

#include "server/ascii.hpp"
#include "server/fields.hpp"
#include "server/headers.hpp"

namespace daymark::server {
namespace {

constexpr std::string_view kWeak = "W/";

/// The bytes that an entity tag may have between its quotes.
bool is_tag_character(char c) {
  const auto code = static_cast<unsigned char>(c);
  return code > 0x20 && code != '"' && code != 0x7F;
}

/// Removes an entity tag from the beginning of the text and returns it; empty if there is none.
std::string_view take_tag(std::string_view& text) {
  const auto begin = text.starts_with(kWeak) ? kWeak.size() : 0;
  if (text.size() <= begin || text[begin] != '"') {
    return {};
  }
  const auto end = text.find('"', begin + 1);
  if (end == std::string_view::npos ||
      !std::ranges::all_of(text.substr(begin + 1, end - begin - 1), is_tag_character)) {
    return {};
  }
  const auto tag = text.substr(0, end + 1);
  text.remove_prefix(tag.size());
  return tag;
}

std::optional<EntityTags> read_tags(const Request& request, std::string_view name,
                                    std::string_view variable) {
  const auto text = single_header(request, name, variable);
  if (!text) {
    return std::nullopt;
  }
  auto tags = parse_entity_tags(*text);
  if (!tags) {
    throw malformed_header(name);
  }
  return tags;
}

}  // namespace

std::string entity_tag(int version) { return "\"" + std::to_string(version) + "\""; }

bool EntityTags::contain(int version, bool weakly) const {
  const auto wanted = entity_tag(version);
  return are_any || std::ranges::any_of(tags, [&](std::string_view tag) {
           return tag == wanted ||
                  (weakly && tag.starts_with(kWeak) && tag.substr(kWeak.size()) == wanted);
         });
}

std::optional<EntityTags> parse_entity_tags(std::string_view text) {
  EntityTags found{.are_any = trim(text) == "*"};
  if (found.are_any) {
    return found;
  }
  // Elements of a list may be empty (RFC 9110, 5.6.1).
  for (text = trim(text); !text.empty(); text = trim(text)) {
    if (text.front() != ',') {
      const auto tag = take_tag(text);
      text = trim(text);
      if (tag.empty() || (!text.empty() && text.front() != ',')) {
        return std::nullopt;
      }
      found.tags.push_back(tag);
    }
    text.remove_prefix(text.empty() ? 0 : 1);
  }
  return found.tags.empty() ? std::nullopt : std::optional{std::move(found)};
}

Conditions read_conditions(const Request& request) {
  return {.if_match = read_tags(request, "If-Match", "HTTP_IF_MATCH"),
          .if_none_match = read_tags(request, "If-None-Match", "HTTP_IF_NONE_MATCH")};
}

Conditions read_only_conditions(const Request& request) {
  auto conditions = read_conditions(request);
  refuse_parameters(request);
  return conditions;
}

}  // namespace daymark::server
