// How work gets to another thread than the one that comes upon it.
#pragma once

#include <functional>

#include "storage/database.hpp"

namespace daymark::storage {

/// Work for a thread that has a session. It does not throw.
using Task = std::function<void(Database&)>;

/// Has some other thread do it soon.
using RunElsewhere = std::function<void(Task)>;

}  // namespace daymark::storage
