// Combines several visitors into one for std::visit.
#pragma once

namespace daymark::shared {

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

}  // namespace daymark::shared
