// What Unicode says of the code points of a text, by utf8proc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daymark::server {

/// Takes the first code point off the text. nullopt if the text does not begin with one.
[[nodiscard]] std::optional<std::int32_t> take_code_point(std::string_view& text);

/// Each code point in its own lower case, whatever stands around it. `text` must be valid UTF-8.
[[nodiscard]] std::string lower_case(std::string_view text);

/// Returns true if nothing of the text can be seen: only space, controls, what Unicode calls
/// default-ignorable, and a few others that are drawn as nothing. `text` must be valid UTF-8.
[[nodiscard]] bool is_blank(std::string_view text);

}  // namespace daymark::server
