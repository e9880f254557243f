// How a task is passed to another thread.
#pragma once

#include <functional>

#include "storage/database.hpp"

namespace daymark::storage {

/// Work for a thread with a database session. It does not throw.
using Task = std::function<void(Database&)>;

/// Runs the task soon, on another thread.
using RunElsewhere = std::function<void(Task)>;

}  // namespace daymark::storage
