#include "mood/lister.hpp"

#include <array>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "mood/recording.hpp"
#include "mood/store.hpp"
#include "storage/failure.hpp"

namespace daymark::mood {
namespace {

Standing standing_of(storage::Database& database, shared::AccountId account,
                     const store::Viewer& viewer) {
  const auto& newest = viewer.newest_run;
  Standing standing{.streak = shared::current_streak(newest, viewer.today),
                    .longest_streak = viewer.longest_streak};
  if (newest) {
    standing.logged_today = newest->first_day <= viewer.today
                                ? newest->last_day >= viewer.today
                                : store::find_logged_today(database, account, viewer.today);
  }
  standing.streak_expires_at = find_streak_end(database, viewer.settings, standing, newest);
  compare(standing, viewer.comparison);
  return standing;
}

}  // namespace

/// A request that waits for its page.
struct Lister::Job {
  store::PageRequest request;
  bool is_alone = false;
  std::optional<store::FoundPage> page;  // nothing: not signed in
  std::exception_ptr failure;
};

void Lister::read(storage::Database& database, std::span<Job* const> jobs) {
  std::vector<store::PageRequest> requests;
  requests.reserve(jobs.size());
  for (const auto* job : jobs) {
    requests.push_back(job->request);
  }
  try {
    auto pages = store::find_pages(database, requests);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      jobs[i]->page = std::move(pages[i]);
    }
  } catch (const storage::Failure& failure) {
    for (auto* job : jobs) {
      // What is broken is one of the pages. Without a database, nobody gets further alone.
      if (jobs.size() > 1 && failure.kind() == storage::FailureKind::kBroken) {
        job->is_alone = true;
      } else {
        job->failure = std::current_exception();
      }
    }
  } catch (...) {
    for (auto* job : jobs) {
      job->failure = std::current_exception();
    }
  }
}

Lister::Lister() : batcher_(kListerSizes, read, [](const Job&) { return false; }) {}

Lister::~Lister() = default;

std::size_t Lister::waiting() { return batcher_.waiting(); }

ListOutcome Lister::list(storage::Database& database, const Credentials& credentials,
                         const PageWanted& wanted, Instant now) {
  Job job{.request = {.credentials = &credentials, .wanted = &wanted, .now = now},
          .is_alone = wanted.limit > kPageDefault};
  if (!job.is_alone) {
    batcher_.run(job);
  }
  if (job.is_alone) {
    read(database, std::array{&job});
  }
  if (job.failure) {
    std::rethrow_exception(job.failure);
  }
  if (!job.page) {
    return NotSignedIn{};
  }
  accounts::keep_alive(database, credentials, job.page->viewer.use, now);
  Page page{.entries = std::move(job.page->entries),
            .standing = standing_of(database, credentials.account, job.page->viewer)};
  page.has_more = page.entries.size() > static_cast<std::size_t>(wanted.limit);
  if (page.has_more) {
    page.entries.pop_back();
  }
  return page;
}

}  // namespace daymark::mood
