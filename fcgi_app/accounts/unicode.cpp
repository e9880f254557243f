#include "accounts/unicode.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace daymark::accounts {

std::optional<std::string> normalise(std::string_view text, NormalForm form,
                                     std::int32_t (*map)(std::int32_t, void*)) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto options = static_cast<utf8proc_option_t>(
      UTF8PROC_STABLE | UTF8PROC_COMPOSE | (form == NormalForm::kNfkc ? UTF8PROC_COMPAT : 0));
  const auto length = utf8proc_map_custom(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                          static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                          options, map, nullptr);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner{mapped, std::free};
  if (length < 0) {
    return std::nullopt;
  }
  return std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
}

}  // namespace daymark::accounts
