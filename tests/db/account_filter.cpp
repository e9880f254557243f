#include "account_filter.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "node_tree.hpp"
#include "positional.hpp"

namespace daymark::db_tests {
namespace {

// The numbers that PostgreSQL's own enumerations have in a tree.
constexpr int kSelect = 1;
constexpr int kUpdate = 2;
constexpr int kInsert = 3;
constexpr int kDelete = 4;
constexpr int kRelation = 0;
constexpr int kSubquery = 1;
constexpr int kJoin = 2;
constexpr int kWithQuery = 6;
constexpr int kInnerJoin = 0;
constexpr int kLeftJoin = 1;
constexpr int kRightJoin = 3;
constexpr int kExternalParameter = 0;
constexpr int kAnySublink = 2;
constexpr int kValueSublink = 4;
constexpr int kDoUpdate = 2;

struct Schema {
  const std::map<std::string, std::string>& tables;
  const std::map<std::string, int>& account_columns;
  const std::string& equality;
};

/// A query and the ones around it, which its columns can come from.
struct Scope {
  const NodeTree& query;
  const Scope* outer = nullptr;

  [[nodiscard]] const Scope& up(int levels) const {
    return levels == 0 ? *this : outer->up(levels - 1);
  }
  [[nodiscard]] const NodeTree& table(int number) const {
    return query["rtable"].items().at(static_cast<std::size_t>(number) - 1);
  }
  [[nodiscard]] int command() const { return query["commandType"].number(); }
  /// The table that the query changes; 0 for a select.
  [[nodiscard]] int target() const { return query["resultRelation"].number(); }
  /// What is called `excluded` in an insert; 0 where nothing is.
  [[nodiscard]] int excluded() const {
    const auto& conflict = query["onConflict"];
    return conflict.is_nothing() ? 0 : conflict["exclRelIndex"].number();
  }
};

/// What `and` connects.
void add_conditions(const NodeTree& condition, std::vector<const NodeTree*>& conditions) {
  if (condition.kind() == "BOOLEXPR" && condition["boolop"].text() == "and") {
    for (const auto& part : condition["args"].items()) {
      add_conditions(part, conditions);
    }
  } else if (!condition.is_nothing()) {
    conditions.push_back(&condition);
  }
}

/// The conditions that each row of a table has to pass to come out of `joins`; nothing where the
/// table is not in there.
std::optional<std::vector<const NodeTree*>> find_conditions(
    const NodeTree& joins, int table, std::vector<const NodeTree*> conditions) {
  if (joins.kind() == "RANGETBLREF") {
    return joins["rtindex"].number() == table ? std::optional{std::move(conditions)} : std::nullopt;
  }
  if (joins.kind() == "FROMEXPR") {
    add_conditions(joins["quals"], conditions);
    for (const auto& part : joins["fromlist"].items()) {
      if (auto found = find_conditions(part, table, conditions)) {
        return found;
      }
    }
    return std::nullopt;
  }
  const auto type = joins["jointype"].number();
  std::vector<const NodeTree*> on;
  add_conditions(joins["quals"], on);
  auto both = conditions;
  both.insert(both.end(), on.begin(), on.end());
  // Of a kept side the condition after `on` leaves out no row; of the other one `where` comes too
  // late.
  const auto conditions_of = [&](int kept_by) {
    return type == kInnerJoin ? both : type == kept_by ? conditions : on;
  };
  if (type != kInnerJoin && type != kLeftJoin && type != kRightJoin) {
    conditions.clear();
    on.clear();
  }
  if (auto found = find_conditions(joins["larg"], table, conditions_of(kLeftJoin))) {
    return found;
  }
  return find_conditions(joins["rarg"], table, conditions_of(kRightJoin));
}

const NodeTree* find_target(const NodeTree& targets, int number) {
  const auto found = std::ranges::find_if(
      targets.items(), [&](const NodeTree& target) { return target["resno"].number() == number; });
  return found == targets.items().end() ? nullptr : &(*found)["expr"];
}

/// Looks through one statement.
class Statement {
 public:
  Statement(const Schema& schema, int account_parameter)
      : schema_{schema}, account_parameter_{account_parameter} {}

  /// A query and all that are in it.
  void look_at(const Scope& scope) {
    look_at_command(scope);
    for (std::size_t i = 0; i < scope.query["rtable"].items().size(); ++i) {
      look_at_table(scope, static_cast<int>(i) + 1);
    }
    for (const auto& field : scope.query.fields()) {
      look_inside(field.value, scope);
    }
  }

  [[nodiscard]] const std::vector<std::string>& findings() const { return findings_; }
  [[nodiscard]] const std::set<std::string>& functions() const { return functions_; }

 private:
  void look_inside(const NodeTree& tree, const Scope& scope) {
    if (tree.kind() == "QUERY") {
      look_at({.query = tree, .outer = &scope});
      return;
    }
    for (const auto& item : tree.items()) {
      look_inside(item, scope);
    }
    for (const auto& [name, value] : tree.fields()) {
      if (name == "funcid" || name == "opfuncid" || name == "aggfnoid" || name == "winfnoid") {
        functions_.insert(value.text());
      }
      look_inside(value, scope);
    }
  }

  void look_at_command(const Scope& scope) {
    const auto command = scope.command();
    if (command < kSelect || command > kDelete) {
      findings_.emplace_back("is no select, insert, update or delete");
    } else if ((command == kInsert || command == kUpdate) && has_account(scope, scope.target())) {
      const auto* account = find_account(scope, scope.query["targetList"]);
      if (command == kInsert && (account == nullptr || !is_own(*account, scope))) {
        add("insert", scope, scope.target());
      } else if (account != nullptr && !is_own(*account, scope)) {
        add("give away", scope, scope.target());
      }
      look_at_conflict(scope);
    }
  }

  void look_at_conflict(const Scope& scope) {
    const auto& conflict = scope.query["onConflict"];
    if (conflict.is_nothing() || conflict["action"].number() != kDoUpdate) {
      return;
    }
    const bool is_found_by_account =
        std::ranges::any_of(conflict["arbiterElems"].items(), [&](const NodeTree& element) {
          return element["expr"].kind() == "VAR" &&
                 element["expr"]["varattno"].number() == account_column(scope, scope.target());
        });
    if (!is_found_by_account) {
      add("update on conflict", scope, scope.target());
    }
    const auto* account = find_account(scope, conflict["onConflictSet"]);
    if (account != nullptr && !is_own(*account, scope)) {
      add("give away", scope, scope.target());
    }
  }

  void look_at_table(const Scope& scope, int number) {
    const auto& table = scope.table(number);
    if (table["rtekind"].number() != kRelation) {
      return;
    }
    if (scope.command() == kInsert && (number == scope.target() || number == scope.excluded())) {
      return;
    }
    if (table["relkind"].text() != "r" && table["relkind"].text() != "p") {
      add("look through", scope, number);
    }
    if (has_account(scope, number) && !is_held(scope, number)) {
      const auto* changes = scope.command() == kUpdate   ? "update"
                            : scope.command() == kDelete ? "delete"
                                                         : "change";
      add(number == scope.target() ? changes : "read", scope, number);
    }
  }

  void add(const std::string& verb, const Scope& scope, int number) {
    const auto& table = scope.table(number);
    const auto& name = schema_.tables.at(table["relid"].text());
    const auto& alias = table["eref"]["aliasname"].text();
    findings_.push_back(verb + " " + name + (alias == name ? "" : " " + alias));
  }

  [[nodiscard]] int account_column(const Scope& scope, int number) const {
    const auto& table = scope.table(number);
    const auto found = schema_.account_columns.find(table["relid"].text());
    return found == schema_.account_columns.end() ? 0 : found->second;
  }

  [[nodiscard]] bool has_account(const Scope& scope, int number) const {
    return account_column(scope, number) != 0;
  }

  [[nodiscard]] const NodeTree* find_account(const Scope& scope, const NodeTree& targets) const {
    return find_target(targets, account_column(scope, scope.target()));
  }

  /// Whether every row of the table that comes into the query is the account's.
  bool is_held(const Scope& scope, int number) {
    const std::pair place{&scope.query, number};
    if (!open_.insert(place).second) {
      return false;  // asked for the sake of itself
    }
    const auto conditions = find_conditions(scope.query["jointree"], number, {});
    const bool is_held =
        conditions && std::ranges::any_of(*conditions, [&](const NodeTree* condition) {
          return holds(*condition, scope, number);
        });
    open_.erase(place);
    return is_held;
  }

  /// Whether the condition lets only the account's rows of the table pass.
  bool holds(const NodeTree& condition, const Scope& scope, int number) {
    const bool is_in =
        condition.kind() == "SUBLINK" && condition["subLinkType"].number() == kAnySublink;
    const auto& comparison = is_in ? condition["testexpr"] : condition;
    if (comparison.kind() != "OPEXPR" || comparison["opno"].text() != schema_.equality) {
      return false;
    }
    const auto& sides = comparison["args"].items();
    const auto is_account = [&](const NodeTree& side) {
      return side.kind() == "VAR" && side["varlevelsup"].number() == 0 &&
             side["varno"].number() == number &&
             side["varattno"].number() == account_column(scope, number);
    };
    if (is_in) {
      return is_account(sides.at(0)) && returns_own(condition["subselect"], 1, scope);
    }
    return (is_account(sides.at(0)) && is_own(sides.at(1), scope)) ||
           (is_account(sides.at(1)) && is_own(sides.at(0), scope));
  }

  /// Whether a value is the account, or null.
  bool is_own(const NodeTree& value, const Scope& scope) {
    if (value.kind() == "PARAM") {
      return value["paramkind"].number() == kExternalParameter &&
             value["paramid"].number() == account_parameter_;
    }
    if (value.kind() == "SUBLINK") {
      return value["subLinkType"].number() == kValueSublink &&
             returns_own(value["subselect"], 1, scope);
    }
    return value.kind() == "VAR" &&
           is_own_column(scope.up(value["varlevelsup"].number()), value["varno"].number(),
                         value["varattno"].number());
  }

  bool is_own_column(const Scope& scope, int number, int column) {
    const auto& table = scope.table(number);
    switch (table["rtekind"].number()) {
      case kRelation:
        return column == account_column(scope, number) && is_own_table(scope, number);
      case kSubquery:
        return returns_own(table["subquery"], column, scope);
      case kJoin:
        return is_own(table["joinaliasvars"].items().at(static_cast<std::size_t>(column) - 1),
                      scope);
      case kWithQuery:
        return is_own_with_column(scope.up(table["ctelevelsup"].number()), table["ctename"].text(),
                                  column);
      default:
        return false;
    }
  }

  bool is_own_table(const Scope& scope, int number) {
    if (scope.command() == kInsert && (number == scope.target() || number == scope.excluded())) {
      const auto* account = find_account(scope, scope.query["targetList"]);
      return account != nullptr && is_own(*account, scope);
    }
    return is_held(scope, number);
  }

  bool is_own_with_column(const Scope& scope, const std::string& name, int column) {
    const auto found =
        std::ranges::find_if(scope.query["cteList"].items(),
                             [&](const NodeTree& part) { return part["ctename"].text() == name; });
    return found != scope.query["cteList"].items().end() &&
           (*found)["cterecursive"].text() == "false" &&
           returns_own((*found)["ctequery"], column, scope);
  }

  /// Whether a column of what a query gives back is the account in every row, or null.
  bool returns_own(const NodeTree& query, int column, const Scope& outer) {
    const Scope scope{.query = query, .outer = &outer};
    if (!query["setOperations"].is_nothing()) {
      return is_own_in_each(query["setOperations"], column, scope);
    }
    const auto* value =
        find_target(query[scope.command() == kSelect ? "targetList" : "returningList"], column);
    return value != nullptr && is_own(*value, scope);
  }

  bool is_own_in_each(const NodeTree& operation, int column, const Scope& scope) {
    if (operation.kind() == "RANGETBLREF") {
      return is_own_column(scope, operation["rtindex"].number(), column);
    }
    return is_own_in_each(operation["larg"], column, scope) &&
           is_own_in_each(operation["rarg"], column, scope);
  }

  const Schema& schema_;
  int account_parameter_;
  std::set<std::pair<const NodeTree*, int>> open_;
  std::vector<std::string> findings_;
  std::set<std::string> functions_;
};

}  // namespace

AccountFilter::AccountFilter(support::Database& admin) : admin_{admin} {
  for (const auto& row : admin_.query("select oid, relname from pg_class")) {
    tables_[row.at(0)] = row.at(1);
  }
  for (const auto& row : admin_.query("select attrelid, attnum from pg_attribute "
                                      "where attname = 'account_id' and not attisdropped")) {
    account_columns_[row.at(0)] = std::stoi(row.at(1));
  }
  equality_ = admin_.query("select '=(bigint, bigint)'::regoperator::oid").at(0).at(0);
  for (const auto& row : admin_.query("select oid, oid::regprocedure from pg_proc "
                                      "where pronamespace <> 'pg_catalog'::regnamespace")) {
    our_functions_[row.at(0)] = row.at(1);
  }
}

std::vector<Finding> AccountFilter::look_at(const std::string& name, const std::string& text) {
  const auto positional = to_positional(text);
  std::string tree;
  try {
    admin_.query("prepare looked_at as " + positional.text);
    const auto types = admin_.query(
        "select array_to_string(parameter_types, ', ') from pg_prepared_statements "
        "where name = 'looked_at'");
    admin_.query("deallocate looked_at");
    tree = understand("(" + types.at(0).at(0) + ") returns void", positional.text);
  } catch (const support::DatabaseError&) {
    return {{name, "is not understood"}};
  }
  const auto account = std::ranges::find(positional.names, "account");
  return look_at_tree(name, tree,
                      account == positional.names.end()
                          ? 0
                          : static_cast<int>(account - positional.names.begin()) + 1);
}

std::vector<Finding> AccountFilter::look_at_functions() {
  std::vector<Finding> findings;
  std::set<std::string> seen;
  for (auto rest = called_; !rest.empty();) {
    const auto function = *rest.begin();
    seen.insert(function);
    std::ranges::move(look_at_function(function), std::back_inserter(findings));
    rest.clear();
    std::ranges::set_difference(called_, seen, std::inserter(rest, rest.end()));
  }
  return findings;
}

std::vector<Finding> AccountFilter::look_at_function(const std::string& function) {
  const auto& name = our_functions_.at(function);
  const auto row = admin_
                       .query(R"sql(
    select l.lanname, p.prosqlbody is not null, p.prosrc,
           format('(%s) returns %s', pg_get_function_arguments(p.oid),
                  pg_get_function_result(p.oid))
      from pg_proc p
      join pg_language l on l.oid = p.prolang
     where p.oid = $1::oid)sql",
                              {function})
                       .at(0);
  if (row.at(0) != "sql" || row.at(1) != "f") {
    return {{name, "is a function in " + row.at(0)}};
  }
  return look_at_tree(name, understand(row.at(3), row.at(2)), 0);
}

/// PostgreSQL keeps the body of such a function as the tree that it has made of it.
std::string AccountFilter::understand(const std::string& header, const std::string& body) {
  admin_.query("create function pg_temp.looked_at" + header + " language sql begin atomic " + body +
               "\n; end");
  const auto tree = admin_.query(
      "select prosqlbody::text from pg_proc "
      "where proname = 'looked_at' and pronamespace = pg_my_temp_schema()");
  admin_.query("drop function pg_temp.looked_at");
  return tree.at(0).at(0);
}

std::vector<Finding> AccountFilter::look_at_tree(const std::string& name, const std::string& text,
                                                 int account_parameter) {
  const auto tree = NodeTree::parse(text);
  const Schema schema{
      .tables = tables_, .account_columns = account_columns_, .equality = equality_};
  Statement statement{schema, account_parameter};
  for (const auto& query : tree.items().at(0).items()) {
    statement.look_at({.query = query});
  }
  for (const auto& function : statement.functions()) {
    if (our_functions_.contains(function)) {
      called_.insert(function);
    }
  }
  std::vector<Finding> findings;
  for (const auto& what : statement.findings()) {
    findings.push_back({name, what});
  }
  return findings;
}

}  // namespace daymark::db_tests
