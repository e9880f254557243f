// JSON Schema (2020-12), the part of it that openapi.yaml uses. A keyword it does not know is an
// error of the document and not something to pass over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/json.hpp"

namespace daymark::support {

/// What `"$ref": "#/a/b"` means. Throws JsonError where the document has no such place.
[[nodiscard]] const Json& find_reference(const Json& document, std::string_view reference);

/// Follows `$ref` until there is none.
[[nodiscard]] const Json& resolve(const Json& document, const Json& value);

/// Everything in which `value` does not fit `schema`, each with its place; none if it fits.
[[nodiscard]] std::vector<std::string> find_faults(const Json& document, const Json& schema,
                                                   const Json& value);

/// What a parameter or a header says: an integer where the schema wants one and the text is one,
/// else the text.
[[nodiscard]] Json value_of_text(const Json& document, const Json& schema, const std::string& text);

}  // namespace daymark::support
