// Every query by itself: that the workers can prepare it, and how it is carried out.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "many_accounts.hpp"
#include "positional.hpp"
#include "sql/queries.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

/// Whether a plan reads a whole table of accounts' data.
bool reads_all_accounts(const std::string& plan) {
  constexpr std::string_view kScan = "Seq Scan on ";
  for (auto at = plan.find(kScan); at != std::string::npos; at = plan.find(kScan, at)) {
    at += kScan.size();
    if (grows_with_accounts(
            std::string_view{plan}.substr(at, plan.find_first_of(" \n", at) - at))) {
      return true;
    }
  }
  return false;
}

/// Once a day, to compare what is kept.
bool counts_all_accounts(const storage::Query& query) {
  return std::string_view{query.name}.starts_with("jobs/compare_");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(queries, World)

BOOST_AUTO_TEST_CASE(every_file_is_a_constant_of_its_name) {
  std::set<std::string> files;
  for (const auto& file : std::filesystem::recursive_directory_iterator{DAYMARK_SQL "/queries"}) {
    const bool is_part = file.path().parent_path().filename() == "parts";
    if (file.path().extension() == ".sql" && !is_part) {
      files.insert(std::filesystem::relative(file.path(), DAYMARK_SQL "/queries")
                       .replace_extension()
                       .string());
    }
  }
  std::set<std::string> constants;
  for (const auto* query : sql::kAllQueries) {
    constants.insert(query->name);
  }
  BOOST_TEST(constants == files, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_query_can_be_prepared_by_the_workers_and_its_parameters_have_types) {
  auto worker = place.connect("daymark_worker");
  make_tables(worker);
  for (const auto* query : sql::kAllQueries) {
    if (makes_table(*query)) {
      continue;
    }
    BOOST_TEST_CONTEXT(query->name) {
      const auto positional = to_positional(query->text);
      BOOST_REQUIRE_NO_THROW(
          worker.query("prepare \"" + std::string{query->name} + "\" as " + positional.text));
      const auto types = worker.query(
          "select type::text from pg_prepared_statements, unnest(parameter_types) as type where "
          "name = $1",
          {query->name});
      BOOST_TEST(types.size() == positional.names.size());
      for (const auto& type : types) {
        BOOST_TEST(type.at(0) != "unknown");
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(no_query_reads_the_data_of_all_accounts_but_those_that_count_them) {
  load_many_accounts(admin);
  auto worker = place.connect("daymark_worker");
  BOOST_REQUIRE_EQUAL(ask(worker, "show plan_cache_mode"), "force_generic_plan");
  make_tables(worker);
  for (const auto* query : sql::kAllQueries) {
    if (makes_table(*query)) {
      continue;
    }
    BOOST_TEST_CONTEXT(query->name) {
      const auto positional = to_positional(query->text);
      worker.query("prepare query as " + positional.text);
      std::string values;
      for (std::size_t i = 0; i < positional.names.size(); ++i) {
        values += i == 0 ? "(null" : ", null";
      }
      const auto plan = to_text(
          worker.query("explain (costs off) execute query" + values + (values.empty() ? "" : ")")));
      BOOST_TEST((counts_all_accounts(*query) || !reads_all_accounts(plan)), plan);
      worker.query("deallocate query");
    }
  }
}

BOOST_AUTO_TEST_CASE(no_index_has_a_column_that_entries_or_sessions_keep_changing) {
  // Otherwise the updates would not be heap-only.
  BOOST_TEST(to_text(admin.query(R"sql(
    select index.indexrelid::regclass, a.attname
      from pg_index index
      join pg_attribute a on a.attrelid = index.indexrelid
     where (index.indrelid::regclass::text, a.attname) in (
             ('accounts', 'version'), ('accounts', 'longest_mood_streak'), ('runs', 'last_day'),
             ('sessions', 'last_seen_at'), ('sessions', 'ends_at'),
             ('streak_histogram', 'accounts'))
        or (index.indrelid
              = any (array['accounts', 'runs', 'sessions', 'streak_histogram']::regclass[])
            and (index.indpred is not null or index.indexprs is not null))
  )sql")) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
