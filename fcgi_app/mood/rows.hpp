// The columns and parameters that several queries of mood have in common.
#pragma once

#include <optional>
#include <tuple>
#include <vector>

#include "accounts/rows.hpp"
#include "achievements/rows.hpp"
#include "mood/store.hpp"
#include "storage/histogram.hpp"
#include "storage/runs.hpp"

namespace daymark::mood::store {

using storage::take_run;
using storage::take_runs;

inline std::optional<CivilDay> first_day_of(const std::optional<shared::Run>& run) {
  return run ? std::optional{run->first_day} : std::nullopt;
}

inline std::optional<CivilDay> last_day_of(const std::optional<shared::Run>& run) {
  return run ? std::optional{run->last_day} : std::nullopt;
}

/// Reads the columns with which a change begins: the session, the account's figures, its settings
/// and its day. `State`: RecordState or ChangeState.
template <class State>
void take_account_state(storage::Rows& rows, State& state) {
  state.use = accounts::take_session_use(rows);
  state.version = rows.take<std::int64_t>();
  state.longest_streak = rows.take<int>();
  state.entries = rows.take<std::int64_t>();
  state.text_bytes = rows.take<std::int64_t>();
  state.settings = accounts::take_day_settings(rows);
  state.today = rows.take<CivilDay>();
}

/// Reads the columns of an entry, the first of which is its id. nullopt if they are null.
inline std::optional<Entry> take_entry(storage::Rows& rows) {
  const auto id = rows.take<std::optional<shared::EntryId>>();
  if (!id) {
    rows.skip(std::tuple_size_v<decltype(kEntryFields)>);
    return std::nullopt;
  }
  Entry entry;
  entry.id = *id;
  const auto take = [&]<class Value>(Field<Entry, Value> field) {
    entry.*field.member = rows.take<Value>();
  };
  std::apply([&](const auto&... fields) { (take(fields), ...); }, kEntryFields);
  return entry;
}

/// Adds the parameters for what the author of an entry wrote.
inline void add_content(std::vector<storage::Parameter>& parameters, const NewEntry& new_entry) {
  const auto add = [&](const auto& field) {
    parameters.emplace_back(field.name, new_entry.*field.of_new_entry);
  };
  std::apply([&](const auto&... fields) { (add(fields), ...); }, kContentFields);
}

/// The same for many entries, as arrays. `new_entry_of` returns the NewEntry of an element.
template <class Elements, class NewEntryOf>
void add_contents(std::vector<storage::Parameter>& parameters, const Elements& elements,
                  NewEntryOf new_entry_of) {
  const auto add = [&](const auto& field) {
    parameters.push_back(storage::array(
        field.array_name, elements, [&](const auto& element) -> const auto& {
          return new_entry_of(element).*field.of_new_entry;
        }));
  };
  std::apply([&](const auto&... fields) { (add(fields), ...); }, kContentFields);
}

/// The parameters of every statement that changes the account's figures and may write awards.
inline std::vector<storage::Parameter> account_parameters(
    shared::AccountId account, const AccountChange& change,
    const achievements::AwardChange& awards = {}) {
  const storage::HistogramArrays histogram{
      shared::histogram_change(change.longest_before, change.longest_after)};
  const auto& newest = change.newest_run;
  std::vector<storage::Parameter> all{{"account", account},
                                      {"version", change.seen_version},
                                      {"longest", change.longest_after},
                                      {"newest_first_day", first_day_of(newest)},
                                      {"newest_last_day", last_day_of(newest)},
                                      {"entries", change.entries_added},
                                      {"bytes", change.text_bytes_added},
                                      {"nodes", histogram.nodes},
                                      {"deltas", histogram.deltas}};
  storage::RunArrays runs;
  runs.add("mood", change.runs);
  achievements::append_parameters(awards, runs, all);
  runs.append_to(all);
  return all;
}

}  // namespace daymark::mood::store
