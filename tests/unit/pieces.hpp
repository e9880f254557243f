// A text that comes in pieces, as a large body does.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "server/text_source.hpp"

namespace daymark::unit_tests {

/// In pieces of `bytes` each, the first one of `first`. Each is overwritten when the next one is
/// asked for.
[[nodiscard]] inline server::TextSource in_pieces(std::string text, std::size_t bytes,
                                                  std::size_t first = 0) {
  return [text = std::move(text), bytes, first, piece = std::string{},
          at = std::size_t{0}]() mutable -> std::string_view {
    const auto size = at == 0 && first != 0 ? first : bytes;
    std::ranges::fill(piece, '#');
    piece = text.substr(at, size);
    at += piece.size();
    return piece;
  };
}

}  // namespace daymark::unit_tests
