// If-Match and If-None-Match: which versions of an entry a header names.

#include <algorithm>

#include "server/ascii.hpp"
#include "server/entity_tag.hpp"
#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark;
  using server::entity_tag;
  using server::parse_entity_tags;
  const std::string header{fuzz::as_text(data, size)};
  const auto tags = parse_entity_tags(header);
  fuzz::require(!tags || tags->are_any == (server::trim(header) == "*"), "a star alone is any");
  fuzz::require(!tags || tags->are_any == tags->tags.empty(), "a list has a tag");
  for (const int version : {1, 2, 12, 2'147'483'647}) {
    const auto tag = entity_tag(version);
    const bool is_named = tags && tags->contain(version, false);
    const bool is_named_weakly = tags && tags->contain(version, true);
    fuzz::require(is_named_weakly || !is_named, "what is named is named weakly too");
    fuzz::require(!is_named_weakly || tags->are_any || header.find(tag) != std::string::npos,
                  "only what is there is named");
    fuzz::require(parse_entity_tags(tag)->contain(version, false), "a version's own tag names it");
    const auto weak_tag = "W/" + tag;
    const auto weak = parse_entity_tags(weak_tag);
    fuzz::require(!weak->contain(version, false) && weak->contain(version, true),
                  "a weak tag names it only weakly");
    const auto spaced = "\t" + header + " ";
    const auto with_space = parse_entity_tags(spaced);
    fuzz::require(with_space.has_value() == tags.has_value() &&
                      (!tags || with_space->contain(version, false) == is_named),
                  "space around it makes no difference");
    const auto longer = header + " ,\t" + tag;
    const auto both = parse_entity_tags(longer);
    fuzz::require(!tags || tags->are_any || (both && both->contain(version, false)),
                  "one of a list is enough");
  }
  return 0;
}
