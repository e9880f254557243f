#include "jobs/compare_counts.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "sql/queries.hpp"

namespace daymark::jobs {
namespace {

/// Long, because a comparison reads all accounts.
constexpr std::chrono::seconds kStatementMax{40};

struct Comparison {
  std::string_view figure;
  const storage::Query& query;
};

constexpr std::array kComparisons{
    Comparison{.figure = "streak_histogram", .query = sql::jobs::kCompareStreakHistogram},
    Comparison{.figure = "point_totals", .query = sql::jobs::kComparePointTotals},
    Comparison{.figure = "achievement_holders", .query = sql::jobs::kCompareAchievementHolders},
};

std::int64_t count_different(storage::Database& database, const storage::Query& query) {
  storage::Transaction transaction{database, kStatementMax, storage::Transaction::Kind::kSnapshot};
  return storage::the_value<std::int64_t>(transaction.run(query, {}));
}

}  // namespace

bool compare_counts(storage::Database& database, const DoPiece& do_piece, const Report& report) {
  return std::ranges::all_of(kComparisons, [&](const Comparison& comparison) {
    return do_piece(
        [&] { report(comparison.figure, count_different(database, comparison.query)); });
  });
}

}  // namespace daymark::jobs
