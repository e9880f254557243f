// How work gets to another thread than the one that comes upon it.
#pragma once

#include <functional>
#include <utility>

#include "storage/database.hpp"

namespace daymark::storage {

/// Work for a thread that has a session. It does not throw.
using Task = std::function<void(Database&)>;

/// Has some other thread do it soon.
using RunElsewhere = std::function<void(Task)>;

/// The same for work that needs no session.
[[nodiscard]] inline std::function<void(std::function<void()>)> without_session(
    RunElsewhere run_elsewhere) {
  return [run_elsewhere = std::move(run_elsewhere)](const std::function<void()>& work) {
    run_elsewhere([work](Database&) { work(); });
  };
}

}  // namespace daymark::storage
