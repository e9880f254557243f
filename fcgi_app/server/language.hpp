// The language of a request's answer.
#pragma once

#include <span>
#include <string_view>

#include "shared/language.hpp"

namespace daymark::server {

using shared::Language;

/// The language that the lines of Accept-Language prefer (RFC 9110, 12.5.4): the one with the
/// greatest weight, of equal ones the first. `ru-RU` counts as Russian, `*` as any language that is
/// not named. English if no language of Daymark is wanted.
[[nodiscard]] Language preferred_language(std::span<const std::string_view> lines);

}  // namespace daymark::server
