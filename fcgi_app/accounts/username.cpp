#include "accounts/username.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace daymark::accounts {
namespace {

constexpr utf8proc_int32_t kFinalSigma = 0x03C2;
constexpr utf8proc_int32_t kSigma = 0x03C3;

/// A final sigma becomes a sigma: both are the lower case of one capital.
utf8proc_int32_t to_lower(utf8proc_int32_t point, void* /*unused*/) {
  return utf8proc_tolower(point == kFinalSigma ? kSigma : point);
}

/// The NFKC of the text with `map` applied to each character (nullptr: of the text itself). nullopt
/// if utf8proc cannot map the text.
std::optional<std::string> normalise(std::string_view text, utf8proc_custom_func map) {
  utf8proc_uint8_t* mapped = nullptr;
  constexpr auto kNfkc =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
  const auto length =
      utf8proc_map_custom(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                          static_cast<utf8proc_ssize_t>(text.size()), &mapped, kNfkc, map, nullptr);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner{mapped, std::free};
  if (length < 0) {
    return std::nullopt;
  }
  return std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
}

bool is_mark(utf8proc_category_t category) {
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC;
}

bool may_be_in_username(utf8proc_int32_t point) {
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
      return true;
    default:
      return point == '.' || point == '_' || point == '-';
  }
}

bool is_username(std::string_view name) {
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(name.data());
  auto left = static_cast<utf8proc_ssize_t>(name.size());
  for (bool is_first = true; left > 0; is_first = false) {
    utf8proc_int32_t point = 0;
    const auto read = utf8proc_iterate(at, left, &point);
    if (read <= 0 || !may_be_in_username(point) ||
        (is_first && is_mark(utf8proc_category(point)))) {
      return false;
    }
    at += read;
    left -= read;
  }
  return true;
}

}  // namespace

std::optional<std::string> username_key(std::string_view name) {
  if (!is_username(name)) {
    return std::nullopt;
  }
  // Composed first, because a capital may have a lower case that its parts have not (U+0130), and
  // compatibility characters can decompose into capitals (the letter H of U+210B), …
  auto key = normalise(name, nullptr);
  if (key) {
    key = normalise(*key, to_lower);
  }
  // … and into spaces and punctuation (U+FDFA).
  return key && is_username(*key) ? key : std::nullopt;
}

}  // namespace daymark::accounts
