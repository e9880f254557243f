#include "server/text_source.hpp"

#include <utility>

namespace daymark::server {

std::string read_beginning(const TextSource& source,
                           const std::function<bool(std::string_view)>& is_enough) {
  std::string beginning;
  while (!is_enough(beginning)) {
    const auto piece = source();
    if (piece.empty()) {
      break;
    }
    beginning += piece;
  }
  return beginning;
}

TextSource resume(std::string beginning, TextSource rest) {
  return [beginning = std::move(beginning), rest = std::move(rest),
          is_begun = false]() mutable -> std::string_view {
    if (is_begun || beginning.empty()) {
      return rest();
    }
    is_begun = true;
    return beginning;
  };
}

std::string_view without_byte_order_mark(std::string_view text) {
  text.remove_prefix(text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  return text;
}

TextSource without_byte_order_mark(TextSource source) {
  const auto beginning = read_beginning(
      source, [](std::string_view text) { return text.size() >= kByteOrderMark.size(); });
  return resume(std::string{without_byte_order_mark(beginning)}, std::move(source));
}

}  // namespace daymark::server
