// Reads pages of many accounts' entries: requests that wait at the same moment are read in one
// round trip, and each gets its own answer or refusal. A page longer than usual is read alone, so
// that the others do not wait for it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "mood/mood.hpp"
#include "storage/batcher.hpp"
#include "storage/elsewhere.hpp"

namespace daymark::mood {

/// How many pages of at most server::kPageLimitDefault entries are read in one round trip. A lane
/// has all of them in memory at a time.
inline constexpr std::size_t kPagesTogetherMax = 16;

static_assert(kPagesTogetherMax * server::kPageLimitDefault * kNoteLengthMax *
                      shared::kCodePointBytesMax <
                  std::size_t{32} * 1024 * 1024,
              "the longest notes of a lane's pages fit into some memory");

/// The sizes for one process.
inline constexpr storage::BatchSizes kListerSizes{
    .lanes = 2, .jobs_max = kPagesTogetherMax, .worth_lane = 4};

/// Called with a function that returns the outcome of the request or throws storage::Failure.
using TellPage = std::function<void(const std::function<ListOutcome()>&)>;

/// Reads one page, and extends the session if that is due. Throws storage::Failure.
[[nodiscard]] ListOutcome list_alone(storage::Database& database, const PageRequest& request);

/// Shared by the threads of a process.
class Lister {
 public:
  explicit Lister(storage::RunElsewhere run_elsewhere);
  ~Lister();
  Lister(const Lister&) = delete;
  Lister& operator=(const Lister&) = delete;

  /// Like list_alone, but passes the outcome to `tell`, before it returns or later, on this thread
  /// or another one. `database` belongs to this thread; round trips use other ones.
  void list(storage::Database& database, PageRequest request, TellPage tell);

  /// Returns how many requests wait for the next round trip.
  [[nodiscard]] std::size_t waiting();

 private:
  struct Job;

  void finish(std::unique_ptr<Job> job);

  storage::RunElsewhere run_elsewhere_;
  storage::Batcher<Job, storage::Database> batcher_;
};

}  // namespace daymark::mood
