// If-Match: which versions of an entry a header wants.

#include "server/ascii.hpp"
#include "server/entity_tag.hpp"
#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark;
  using server::entity_tag;
  using server::matches;
  const std::string header{fuzz::as_text(data, size)};
  const auto condition = server::trim(header);
  const bool wants_any = condition.empty() || condition == "*";
  for (const int version : {1, 2, 12, 2'147'483'647}) {
    const auto tag = entity_tag(version);
    const bool is_wanted = matches(header, version);
    fuzz::require(is_wanted || !wants_any, "an absent header and a star want any version");
    fuzz::require(!is_wanted || wants_any || header.find(tag) != std::string::npos,
                  "only what is named is wanted");
    fuzz::require(is_wanted || condition != tag, "an entry's own tag wants it");
    fuzz::require(matches("\t" + header + " ", version) == is_wanted,
                  "space around it makes no difference");
    fuzz::require(matches(header + " ,\t" + tag, version) && matches(tag + "," + header, version),
                  "one of a list is enough");
    fuzz::require(!matches("W/" + tag, version), "a weak tag is none to compare with");
  }
  return 0;
}
