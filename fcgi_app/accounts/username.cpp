#include "accounts/username.hpp"

#include <utf8proc.h>

#include "accounts/unicode.hpp"
#include "server/code_points.hpp"

namespace daymark::accounts {
namespace {

constexpr utf8proc_int32_t kFinalSigma = 0x03C2;
constexpr utf8proc_int32_t kSigma = 0x03C3;

/// A final sigma becomes a sigma: both are the lower case of one capital.
utf8proc_int32_t to_lower(utf8proc_int32_t point, void* /*unused*/) {
  return utf8proc_tolower(point == kFinalSigma ? kSigma : point);
}

bool is_mark(utf8proc_category_t category) {
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC;
}

bool is_letter_or_digit(utf8proc_category_t category) {
  switch (category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
      return true;
    default:
      return false;
  }
}

/// Whether `may_stand(point, is_first)` is true of all code points of the text.
template <class MayStand>
bool is_made_of(std::string_view text, MayStand may_stand) {
  for (bool is_first = true; !text.empty(); is_first = false) {
    const auto point = server::take_code_point(text);
    if (!point || !may_stand(*point, is_first)) {
      return false;
    }
  }
  return true;
}

bool is_username(std::string_view name) {
  return is_made_of(name, [](utf8proc_int32_t point, bool is_first) {
    const auto category = utf8proc_category(point);
    return is_letter_or_digit(category) || (is_mark(category) && !is_first) || point == '.' ||
           point == '_' || point == '-';
  });
}

bool may_be_new(std::string_view name) {
  return is_made_of(name, [](utf8proc_int32_t point, bool is_first) {
    return utf8proc_get_property(point)->ignorable == 0 &&
           (!is_first || is_letter_or_digit(utf8proc_category(point)));
  });
}

}  // namespace

std::optional<std::string> username_key(std::string_view name) {
  if (!is_username(name)) {
    return std::nullopt;
  }
  // Composed first, because a capital may have a lower case that its parts have not (U+0130), and
  // compatibility characters can decompose into capitals (the letter H of U+210B), …
  auto key = normalise(name, NormalForm::kNfkc);
  if (key) {
    key = normalise(*key, NormalForm::kNfkc, to_lower);
  }
  // … and into spaces and punctuation (U+FDFA).
  return key && is_username(*key) ? key : std::nullopt;
}

std::optional<std::string> new_username_key(std::string_view name) {
  auto key = may_be_new(name) ? username_key(name) : std::nullopt;
  return key && may_be_new(*key) ? key : std::nullopt;
}

}  // namespace daymark::accounts
