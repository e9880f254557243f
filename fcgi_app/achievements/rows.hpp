// The parameters for awards that queries of several features have in common.
#pragma once

#include <vector>

#include "achievements/achievement.hpp"
#include "storage/database.hpp"
#include "storage/runs.hpp"

namespace daymark::achievements {

/// Adds the parameters of sql/queries/achievements/parts to `parameters`, and the change of the
/// runs of award days to `runs`. Does nothing if there are no awards.
void append_parameters(const AwardChange& change, storage::RunArrays& runs,
                       std::vector<storage::Parameter>& parameters);

}  // namespace daymark::achievements
