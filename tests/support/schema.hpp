// JSON Schema (2020-12), as far as openapi.yaml uses it. An unknown keyword is an error of the
// document, not ignored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/json.hpp"

namespace daymark::support {

/// The value that `"$ref": "#/a/b"` refers to. Throws JsonError if there is none.
[[nodiscard]] const Json& find_reference(const Json& document, std::string_view reference);

/// Follows `$ref` until there is none.
[[nodiscard]] const Json& resolve(const Json& document, const Json& value);

/// All differences between `value` and `schema`, each with its place; empty if it is valid.
[[nodiscard]] std::vector<std::string> find_faults(const Json& document, const Json& schema,
                                                   const Json& value);

/// Converts a parameter or header: an integer if the schema wants one and the text is one, else the
/// text.
[[nodiscard]] Json value_of_text(const Json& document, const Json& schema, const std::string& text);

}  // namespace daymark::support
