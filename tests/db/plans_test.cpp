// How PostgreSQL carries out the statements that requests of usual use run: what a plan has beside
// what was meant costs every one of them.
#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "many_accounts.hpp"
#include "positional.hpp"
#include "sql/queries.hpp"
#include "support/json.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

using support::Json;

/// A statement, which requests run it, and the subplans that it is meant to have, sorted: each by
/// its kind and the first table, CTE or function that it reads.
struct HotStatement {
  const storage::Query& query;
  const char* why;
  const char* subplans = "";
};

constexpr auto kHotStatements = std::to_array<HotStatement>({
    {sql::accounts::kAuthenticate, "GET /me, and each route that asks for an account"},
    {sql::accounts::kTouchSession, "each session's first request of an hour"},
    {sql::accounts::kListSessions, "GET /sessions"},
    {sql::accounts::kReserveAttempt, "POST /login",
     "CTE account, CTE attempt, CTE counted, CTE locked, CTE made, CTE own, CTE source, "
     "CTE strangers, InitPlan of account, InitPlan of account, InitPlan of attempt, "
     "InitPlan of locked, InitPlan of strangers, InitPlan of strangers, SubPlan of devices, "
     "SubPlan of failed_sign_ins, SubPlan of sessions, SubPlan of sign_in_networks, "
     "SubPlan of unnest"},
    {sql::accounts::kSignIn, "POST /login",
     "CTE credential, CTE device, CTE ended, CTE ended_devices, CTE known_network, CTE session, "
     "CTE source_failures, CTE strangers, InitPlan of credential, InitPlan of credential, "
     "InitPlan of credential, InitPlan of strangers, SubPlan of unnest"},
    {sql::mood::kListPages, "GET /mood", "SubPlan of runs"},
    {sql::mood::kRecordBatchState, "POST /mood"},
    {sql::mood::kRecordBatchFindKeys, "POST /mood with an Idempotency-Key"},
    {sql::mood::kRecordBatchAccounts, "POST /mood"},
    {sql::mood::kRecordBatchRuns, "POST /mood that lengthens or begins a run"},
    {sql::mood::kRecordBatchEntries, "POST /mood", "CTE entry"},
    {sql::mood::kRecordBatchKeys, "POST /mood with an Idempotency-Key"},
    {sql::mood::kRecordBatchHistogram, "POST /mood that makes a longest streak"},
    {sql::mood::kRecordOneState, "POST /mood of nobody else's moment"},
    {sql::mood::kRecordOneAccount, "POST /mood of nobody else's moment", "InitPlan of accounts"},
    {sql::mood::kRecordOneRun, "the same that lengthens or begins a run"},
    {sql::mood::kRecordOneEntry, "POST /mood of nobody else's moment",
     "InitPlan of streak_histogram, InitPlan of streak_histogram"},
    {sql::mood::kRecordState, "POST /mood for another day", "SubPlan of runs"},
    {sql::mood::kRecord, "POST /mood",
     "CTE account, CTE comparison, CTE entry, CTE erased_runs, CTE histogram, "
     "CTE stored_answer, CTE written_runs, InitPlan of account"},
    {sql::mood::kRecordAndAward, "POST /mood that reaches a milestone",
     "CTE account, CTE award, CTE comparison, CTE entry, CTE erased_runs, CTE histogram, "
     "CTE holders, CTE no_seven_days, CTE seven_days, CTE stored_answer, CTE totals, "
     "CTE written_runs, InitPlan of account, InitPlan of account"},
    {sql::achievements::kAwardReachedState, "whatever reaches a milestone",
     "InitPlan of runs, InitPlan of runs"},
    {sql::mood::kFind, "GET /mood/{id}"},
    {sql::mood::kListDays, "GET /mood/days", "InitPlan of runs, InitPlan of runs"},
    {sql::mood::kChangeState, "PATCH /mood/{id}",
     "InitPlan of runs, InitPlan of runs, SubPlan of entries"},
    {sql::mood::kChange, "PATCH /mood/{id}",
     "CTE account, CTE entry, CTE erased_runs, CTE histogram, CTE written_runs, "
     "InitPlan of account"},
    {sql::mood::kChangeAndAward, "PATCH /mood/{id} that reaches a milestone",
     "CTE account, CTE award, CTE entry, CTE erased_runs, CTE histogram, CTE holders, "
     "CTE no_seven_days, CTE seven_days, CTE totals, CTE written_runs, "
     "InitPlan of account, InitPlan of account"},
    {sql::mood::kRemoveState, "DELETE /mood/{id}", "SubPlan of entries, SubPlan of runs"},
    {sql::mood::kRemove, "DELETE /mood/{id}",
     "CTE account, CTE erased_runs, CTE histogram, CTE removed, CTE written_runs, "
     "InitPlan of account, InitPlan of account"},
    {sql::tasks::kListPage, "GET /task", "InitPlan of runs"},
    {sql::tasks::kCreateState, "POST /task"},
    {sql::tasks::kCreate, "POST /task",
     "CTE account, CTE erased_runs, CTE planned_check, CTE quota, CTE stored_answer, CTE task, "
     "CTE written_runs, InitPlan of account"},
    {sql::tasks::kFind, "GET /task/{id}"},
    {sql::tasks::kTaskState, "PATCH and DELETE /task/{id}", "InitPlan of runs, InitPlan of runs"},
    {sql::tasks::kChange, "PATCH /task/{id}",
     "CTE account, CTE erased_runs, CTE quota, CTE task, CTE written_runs, "
     "InitPlan of account"},
    {sql::tasks::kChangeAndAward, "PATCH /task/{id} that reaches a milestone",
     "CTE account, CTE award, CTE erased_runs, CTE holders, CTE no_seven_days, CTE quota, "
     "CTE seven_days, CTE task, CTE totals, CTE written_runs, InitPlan of account, "
     "InitPlan of account"},
    {sql::tasks::kRemove, "DELETE /task/{id}",
     "CTE account, CTE erased_runs, CTE quota, CTE task, CTE written_runs, "
     "InitPlan of account, InitPlan of account"},
    {sql::tasks::kRemoveAndAward, "DELETE /task/{id} that reaches a milestone",
     "CTE account, CTE award, CTE erased_runs, CTE holders, CTE no_seven_days, CTE quota, "
     "CTE seven_days, CTE task, CTE totals, CTE written_runs, InitPlan of account, "
     "InitPlan of account, InitPlan of account"},
    {sql::achievements::kListCatalogue, "GET /achievements", "SubPlan of achievement_holders"},
    {sql::achievements::kFindUser, "GET /users/{username}", "SubPlan of runs"},
    {sql::achievements::kListAwards, "GET /users/{username}/achievements"},
    {sql::achievements::kFindStatistics, "GET /statistics",
     "InitPlan of accounts, InitPlan of accounts, SubPlan of point_totals"},
    {sql::achievements::kListSevenDays, "GET /statistics, and the pages after its first one",
     "SubPlan of accounts"},
    {sql::jobs::kAdjustLimitsState, "the job of each account's task limit, once a day",
     "SubPlan of task_limit_changes, SubPlan of task_quotas"},
});

/// What a plan is made of, as far as the test cares.
struct Plan {
  std::vector<std::string> subplans;
  std::vector<std::string> scanned_whole;  // tables
};

std::string join(std::vector<std::string> names) {
  std::ranges::sort(names);
  std::string text;
  for (const auto& name : names) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

/// The first thing that a node or those below it read; what a CTE is, its name says.
std::string first_read(const Json& node) {
  for (const auto* const name : {"Relation Name", "CTE Name", "Function Name"}) {
    if (const auto* read = node.find(name)) {
      return read->as_string();
    }
  }
  if (const auto* nodes = node.find("Plans")) {
    for (const auto& below : nodes->as_array()) {
      if (auto read = first_read(below); !read.empty()) {
        return read;
      }
    }
  }
  return "";
}

std::string describe_subplan(const Json& node, const std::string& name) {
  constexpr std::string_view kCte = "CTE ";
  if (name.starts_with(kCte)) {
    return name;
  }
  return name.substr(0, name.find(' ')) + " of " + first_read(node);
}

void collect(const Json& node, Plan& plan) {
  if (const auto* name = node.find("Subplan Name")) {
    plan.subplans.push_back(describe_subplan(node, name->as_string()));
  }
  if (node["Node Type"].as_string() == "Seq Scan") {
    plan.scanned_whole.push_back(node["Relation Name"].as_string());
  }
  if (const auto* nodes = node.find("Plans")) {
    for (const auto& below : nodes->as_array()) {
      collect(below, plan);
    }
  }
}

/// The generic plan of a query, in a format of EXPLAIN.
std::string explain(support::Database& worker, const storage::Query& query,
                    std::string_view format) {
  const auto positional = to_positional(query.text);
  worker.query("prepare query as " + positional.text);
  std::string values;
  for (std::size_t i = 0; i < positional.names.size(); ++i) {
    values += i == 0 ? "(null" : ", null";
  }
  auto text = to_text(worker.query("explain (verbose, costs off, format " + std::string{format} +
                                   ") execute query" + values + (values.empty() ? "" : ")")));
  worker.query("deallocate query");
  return text;
}

/// Which of the functions that PostgreSQL is to inline a plan still calls: their bodies would be
/// started, or even planned, at each call.
std::string find_calls(std::string_view plan) {
  std::string calls;
  for (const auto* const function : {"day_of", "day_start"}) {
    if (plan.find(std::string{function} + "(") != std::string_view::npos) {
      calls += "calls " + std::string{function} + "; ";
    }
  }
  return calls;
}

/// What is wrong with the plan of a statement; empty where all is right.
std::string find_faults(support::Database& worker, const HotStatement& statement) {
  const auto text = explain(worker, statement.query, "text");
  auto faults = find_calls(text);
  Plan plan;
  collect(Json::parse(explain(worker, statement.query, "json")).as_array().at(0)["Plan"], plan);
  for (const auto& table : plan.scanned_whole) {
    if (grows_with_accounts(table)) {
      faults += "reads all of " + table + "; ";
    }
  }
  if (const auto subplans = join(plan.subplans); subplans != statement.subplans) {
    faults += "has the subplans: " + subplans + "; ";
  }
  return faults.empty() ? "" : faults + '\n' + text;
}

struct ManyAccounts : World {
  ManyAccounts() {
    load_many_accounts(admin);
    BOOST_REQUIRE_EQUAL(ask(worker, "show plan_cache_mode"), "force_generic_plan");
  }

  support::Database worker = place.connect("daymark_worker");
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(plans, ManyAccounts)

BOOST_AUTO_TEST_CASE(hot_statements_are_carried_out_as_they_are_meant_to_be) {
  for (const auto& statement : kHotStatements) {
    BOOST_TEST_CONTEXT(statement.query.name << ": " << statement.why) {
      BOOST_TEST(find_faults(worker, statement) == "");
    }
  }
}

BOOST_AUTO_TEST_CASE(no_statement_calls_a_function_that_can_be_inlined) {
  make_tables(worker);
  for (const auto* query : sql::kAllQueries) {
    if (!makes_table(*query)) {
      BOOST_TEST_CONTEXT(query->name) {
        BOOST_TEST(find_calls(explain(worker, *query, "text")) == "");
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(each_fault_of_a_plan_is_seen) {
  const auto faults = [&](const char* text, const char* subplans = "") {
    const storage::Query query{.name = "made up", .text = text};
    const auto found =
        find_faults(worker, {.query = query, .why = "a fault", .subplans = subplans});
    return found.substr(0, found.find(" \n"));
  };
  BOOST_TEST(faults("select note from entries where account_id = :account::bigint") == "");
  BOOST_TEST(faults("select note from entries") == "reads all of entries;");
  // A day that is itself found with day_start is too dear to be worked out wherever the outer
  // one reads it.
  BOOST_TEST(faults(R"sql(
    select day_start(day_start(:day::date, a.time_zone, a.day_starts_at)::date, a.time_zone,
                     a.day_starts_at)
      from accounts a where a.account_id = :account::bigint)sql") == "calls day_start;");
  BOOST_TEST(faults(R"sql(
    select day_start(d.day, a.time_zone, a.day_starts_at)
      from accounts a
     cross join lateral (select day_start(:day::date, a.time_zone, a.day_starts_at)::date as day
                         offset 0) d
     where a.account_id = :account::bigint)sql") == "");
  constexpr const char* kToday = R"sql(
    select day_of(:now::timestamptz, a.time_zone, a.day_starts_at)
      from accounts a where a.account_id = :account::bigint)sql";
  BOOST_TEST(faults(kToday) == "");
  admin.query("alter function day_of(timestamptz, text, integer) set timezone = 'UTC'");
  BOOST_TEST(faults(kToday) == "calls day_of;");
  constexpr const char* kLongest = R"sql(
    select (select max(r.last_day) from runs r where r.account_id = :account::bigint))sql";
  BOOST_TEST(faults(kLongest, "InitPlan of runs") == "");
  BOOST_TEST(faults(kLongest) == "has the subplans: InitPlan of runs;");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
