// Which language a request asks for.
#pragma once

#include <string_view>

#include "shared/language.hpp"

namespace daymark::server {

using shared::Language;

/// The language that an Accept-Language header prefers (RFC 9110, 12.5.4): the greatest weight
/// wins, of equal ones the first; `ru-RU` asks for Russian. English where it asks for neither.
[[nodiscard]] Language preferred_language(std::string_view accept_language);

}  // namespace daymark::server
