// Reads pages of many people's journals: those whose requests wait at the same moment are read in
// one round trip. Each keeps its own answer and its own refusal; nothing is shared but the trip. A
// page that is longer than usual goes alone, so that nobody waits for it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "mood/mood.hpp"
#include "storage/batcher.hpp"
#include "storage/elsewhere.hpp"

namespace daymark::mood {

/// How many pages of at most server::kPageLimitDefault entries are read in one round trip: the
/// longest notes of so many pages are what a lane keeps in memory at a time.
inline constexpr std::size_t kPagesTogetherMax = 16;

static_assert(kPagesTogetherMax * server::kPageLimitDefault * kNoteLengthMax *
                      shared::kCodePointBytesMax <
                  std::size_t{32} * 1024 * 1024,
              "the longest notes of a lane's pages fit into some memory");

/// Of a process.
inline constexpr storage::BatchSizes kListerSizes{
    .lanes = 2, .jobs_max = kPagesTogetherMax, .worth_lane = 4};

/// Is told what came of a request: by a function that returns it, or throws storage::Failure.
using TellPage = std::function<void(const std::function<ListOutcome()>&)>;

/// Reads one page by itself. Throws storage::Failure.
[[nodiscard]] ListOutcome list_alone(storage::Database& database, const PageRequest& request);

/// Shared by the threads of a process.
class Lister {
 public:
  explicit Lister(storage::RunElsewhere run_elsewhere);
  ~Lister();
  Lister(const Lister&) = delete;
  Lister& operator=(const Lister&) = delete;

  /// The same as list_alone, but nobody waits for it: it is told, before this returns or later, by
  /// this thread or another one. `database` is the thread's own; round trips have others.
  void list(storage::Database& database, PageRequest request, TellPage tell);

  /// How many requests wait for the next round trip now.
  [[nodiscard]] std::size_t waiting();

 private:
  struct Job;

  void finish(std::unique_ptr<Job> job);

  storage::RunElsewhere run_elsewhere_;
  storage::Batcher<Job, storage::Database> batcher_;
};

}  // namespace daymark::mood
