// Reads pages of many people's journals: those whose requests wait at the same moment are read in
// one round trip. Each keeps its own answer and its own refusal; nothing is shared but the trip. A
// page that is longer than usual goes alone, so that nobody waits for it.
#pragma once

#include <cstddef>

#include "mood/mood.hpp"
#include "storage/batcher.hpp"

namespace daymark::mood {

/// How many pages of at most kPageDefault entries are read in one round trip: the longest notes of
/// so many pages are what a lane keeps in memory at a time.
inline constexpr std::size_t kPagesTogetherMax = 16;

/// Of a process.
inline constexpr storage::BatchSizes kListerSizes{
    .lanes = 2, .jobs_max = kPagesTogetherMax, .worth_lane = 4};

/// Shared by the threads of a process.
class Lister {
 public:
  Lister();
  ~Lister();
  Lister(const Lister&) = delete;
  Lister& operator=(const Lister&) = delete;

  /// `database` is the thread's own, for what follows from the page; round trips have others.
  [[nodiscard]] ListOutcome list(storage::Database& database, const Credentials& credentials,
                                 const PageWanted& wanted, Instant now);

  /// How many requests wait for the next round trip now.
  [[nodiscard]] std::size_t waiting();

 private:
  struct Job;

  static void read(storage::Database& database, std::span<Job* const> jobs);

  storage::Batcher<Job, storage::Database> batcher_;
};

}  // namespace daymark::mood
