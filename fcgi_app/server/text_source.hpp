// A text that is too long to store as a whole, read piece by piece.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace daymark::server {

/// Returns the next piece, valid until the next call; empty at the end.
using TextSource = std::function<std::string_view()>;

/// Reads pieces until `is_enough` of the text so far, or to the end. Returns what was read.
[[nodiscard]] std::string read_beginning(const TextSource& source,
                                         const std::function<bool(std::string_view)>& is_enough);

/// `beginning`, and then what `rest` still has.
[[nodiscard]] TextSource resume(std::string beginning, TextSource rest);

/// By it programs of Windows know UTF-8. It is no part of the text.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text);

/// The mark may be split between pieces.
[[nodiscard]] TextSource without_byte_order_mark(TextSource source);

}  // namespace daymark::server
