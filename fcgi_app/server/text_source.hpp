// Text that is too long to be kept whole, piece by piece.
#pragma once

#include <functional>
#include <string_view>

namespace daymark::server {

/// The next piece, valid until the one after it is asked for; empty at the end.
using TextSource = std::function<std::string_view()>;

}  // namespace daymark::server
