// A text that is too long to store as a whole, read piece by piece.
#pragma once

#include <functional>
#include <string_view>

namespace daymark::server {

/// Returns the next piece, valid until the next call; empty at the end.
using TextSource = std::function<std::string_view()>;

}  // namespace daymark::server
