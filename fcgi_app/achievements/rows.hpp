// The parameters that queries of all features take to write awards.
#pragma once

#include <vector>

#include "achievements/achievement.hpp"
#include "storage/database.hpp"
#include "storage/runs.hpp"

namespace daymark::achievements {

/// Adds what the parts of a query take that write it (sql/queries/achievements/parts), and its
/// runs. Nothing where nothing is awarded.
void append_parameters(const AwardChange& change, storage::RunArrays& runs,
                       std::vector<storage::Parameter>& parameters);

}  // namespace daymark::achievements
