// The language of a request's answer.
#pragma once

#include <string_view>

#include "shared/language.hpp"

namespace daymark::server {

using shared::Language;

/// The language that an Accept-Language header prefers (RFC 9110, 12.5.4): the one with the
/// greatest weight, of equal ones the first. `ru-RU` counts as Russian, `*` as English. English if
/// no language of Daymark is named.
[[nodiscard]] Language preferred_language(std::string_view accept_language);

}  // namespace daymark::server
