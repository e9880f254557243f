// Query strings: percent-encoding, and the parameters of a page of the journal as GET /mood reads
// them and writes them into its link to the next page.

#include "mood/page_query.hpp"
#include "server/page.hpp"
#include "server/url.hpp"
#include "target.hpp"

namespace daymark::fuzz {
namespace {

void examine_percent_encoding(std::string_view text) {
  for (const bool plus_is_space : {false, true}) {
    if (const auto decoded = server::percent_decode(text, plus_is_space)) {
      require_storable(*decoded);
      const auto encoded = server::percent_encode(*decoded);
      require(server::percent_decode(encoded, plus_is_space) == decoded,
              "what was encoded decodes to what it was");
      require(encoded.find_first_of(" +&=?#/\"<>\r\n") == std::string::npos,
              "nothing that means something in a URL is left");
    }
  }
}

mood::PageWanted read_page(std::string_view query) {
  server::Request request;
  request.query = query;
  return mood::read_page_wanted(request);
}

void require_same(const mood::PageWanted& a, const mood::PageWanted& b) {
  require(a.limit == b.limit && a.from == b.from && a.to == b.to &&
              a.after.has_value() == b.after.has_value(),
          "the next page is of the same kind");
  require(!a.after || (a.after->day == b.after->day && a.after->entry == b.after->entry &&
                       a.after->recorded_at == b.after->recorded_at),
          "the next page begins at its cursor");
}

}  // namespace
}  // namespace daymark::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark;
  const auto text = fuzz::as_text(data, size);
  fuzz::examine_percent_encoding(text);
  auto wanted = fuzz::attempt([&] { return fuzz::read_page(text); });
  if (!wanted) {
    return 0;
  }
  fuzz::require(wanted->limit >= 1 && wanted->limit <= server::kPageLimitMax,
                "a limit is in range");
  if (!wanted->after) {
    wanted->after = {.day = shared::kFirstDay, .recorded_at = {}, .entry = {1}};
  }
  const auto link = server::next_link("/mood", wanted->limit, mood::write_cursor(*wanted->after),
                                      mood::next_page_days(*wanted));
  const auto start = link.find('?') + 1;
  const auto next =
      fuzz::attempt([&] { return fuzz::read_page(link.substr(start, link.find('>') - start)); });
  fuzz::require(next.has_value(), "the link to the next page can be followed");
  fuzz::require_same(*next, *wanted);
  return 0;
}
