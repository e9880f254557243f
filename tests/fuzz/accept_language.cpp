// Accept-Language: one of two languages, and the rules of weight and order.
#include "server/ascii.hpp"
#include "server/language.hpp"
#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark;
  using server::Language;
  const auto preferred_language = [](std::string_view line) {
    return server::preferred_language(std::span{&line, 1});
  };
  const std::string header{fuzz::as_text(data, size)};
  const auto language = preferred_language(header);

  auto lower = header;
  auto upper = header;
  for (std::size_t i = 0; i < header.size(); ++i) {
    lower[i] = server::to_lower(header[i]);
    upper[i] =
        header[i] >= 'a' && header[i] <= 'z' ? static_cast<char>(header[i] - 'a' + 'A') : header[i];
  }
  fuzz::require(preferred_language(lower) == language && preferred_language(upper) == language,
                "case makes no difference");
  const bool takes_any = header.find('*') != std::string::npos;
  fuzz::require(
      language == Language::kEnglish || takes_any || lower.find("ru") != std::string::npos,
      "nobody gets Russian who does not ask for it");
  fuzz::require(preferred_language("\t" + header + " ,, ") == language,
                "space and empty ranges around it make no difference");
  fuzz::require(takes_any || preferred_language(header + ", en;q=0, ru;q=0") == language,
                "what is refused is not chosen");
  fuzz::require(preferred_language("ru-RU;q=1.000, " + header) == Language::kRussian &&
                    preferred_language("en, " + header) == Language::kEnglish,
                "nothing is preferred to what comes first with full weight");
  const auto read = shared::parse_language(header);
  fuzz::require(!read || preferred_language(header) == *read, "a language alone is preferred");
  return 0;
}
