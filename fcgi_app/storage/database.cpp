#include "storage/database.hpp"

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sql/queries.hpp"

namespace daymark::storage {

namespace detail {

/// A prepared statement with the variables that its parameters are bound to: their addresses must
/// not change. Its rows are read where libpq keeps them: SOCI would copy every column of every row
/// into a variable of its own.
struct Prepared {
  Prepared(soci::session& session, const Query& query) : statement(session) {
    statement.alloc();
    statement.prepare(query.text);
    names = backend().names_;
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    values.resize(names.size());
    indicators.resize(names.size(), soci::i_ok);
    for (std::size_t i = 0; i < names.size(); ++i) {
      statement.exchange(soci::use(values[i], indicators[i], names[i]));
    }
    statement.define_and_bind();
  }

  soci::postgresql_statement_backend& backend() {
    return static_cast<soci::postgresql_statement_backend&>(*statement.get_backend());
  }

  void bind(const Parameter& parameter) {
    const auto name = std::ranges::lower_bound(names, parameter.name);
    assert(name != names.end() && *name == parameter.name);
    const auto i = static_cast<std::size_t>(name - names.begin());
    indicators[i] = parameter.text ? soci::i_ok : soci::i_null;
    values[i] = parameter.text.value_or("");
  }

  soci::statement statement;
  std::vector<std::string> names;  // sorted
  std::vector<std::string> values;
  std::vector<soci::indicator> indicators;
};

}  // namespace detail

bool Rows::next() {
  column_ = 0;
  return ++row_ < PQntuples(result_);
}

std::optional<std::string_view> Rows::take_text() {
  assert(row_ >= 0 && row_ < PQntuples(result_) && column_ < PQnfields(result_));
  const int column = column_++;
  if (PQgetisnull(result_, row_, column) != 0) {
    return std::nullopt;
  }
  return std::string_view{PQgetvalue(result_, row_, column),
                          static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

/// Prepared statements live exactly as long as the session that they were prepared in.
struct Database::Session {
  Session() : link(soci::postgresql, "") {
    // A server's message may quote the values of a row. What is logged is the SQLSTATE alone.
    PQsetErrorVerbosity(connection(), PQERRORS_SQLSTATE);
    PQsetNoticeProcessor(
        connection(), [](void*, const char*) {}, nullptr);
  }

  PGconn* connection() {
    return static_cast<soci::postgresql_session_backend&>(*link.get_backend()).conn_;
  }

  detail::Prepared& prepared(const Query& query) {
    auto& slot = statements[&query];
    if (!slot) {
      slot = std::make_unique<detail::Prepared>(link, query);
    }
    return *slot;
  }

  /// SOCI frees what it has bound for a failed statement only together with the statement.
  void forget(const Query& query) { statements.erase(&query); }

  /// Where this fails, the connection is gone, and the transaction with it.
  void roll_back() {
    is_in_transaction = false;
    PQclear(PQexec(connection(), "rollback"));
  }

  soci::session link;
  std::map<const Query*, std::unique_ptr<detail::Prepared>> statements;
  bool is_in_transaction = false;
};

Database::Database() = default;
Database::~Database() = default;

void Database::open() {
  if (session_) {
    return;
  }
  try {
    session_ = std::make_unique<Session>();
  } catch (const soci::soci_error&) {
    throw Failure{FailureKind::kUnavailable, "cannot connect to the database"};
  }
  const int version = read_schema_version();
  if (version < sql::kSchemaVersion) {
    session_.reset();
    throw Failure{FailureKind::kStaleSchema, "the database is at migration " +
                                                 std::to_string(version) + ", this program needs " +
                                                 std::to_string(sql::kSchemaVersion) +
                                                 ": run sql/migrate"};
  }
}

/// 0 where the one table that every schema has is not there, or is not ours to read.
int Database::read_schema_version() {
  try {
    auto rows = run(sql::service::kCheckReady, {});
    [[maybe_unused]] const bool answered = rows.next();
    rows.skip(1);
    return rows.take<int>();
  } catch (const Failure& failure) {
    session_.reset();
    if (failure.kind() != FailureKind::kBroken) {
      throw;
    }
    return 0;
  }
}

bool Database::is_ready() {
  auto rows = read(sql::service::kCheckReady, {});
  return rows.next() && rows.take<bool>() && rows.take<int>() >= sql::kSchemaVersion;
}

Rows Database::read(const Query& query, std::span<const Parameter> parameters) {
  const bool may_be_dead = session_ != nullptr && !is_in_transaction();
  open();
  try {
    return run(query, parameters);
  } catch (const Failure& failure) {
    if (!may_be_dead || session_ || failure.kind() != FailureKind::kUnavailable) {
      throw;
    }
  }
  open();
  return run(query, parameters);
}

Rows Database::write(const Query& query, std::span<const Parameter> parameters) {
  open();
  return run(query, parameters);
}

Rows Database::run(const Query& query, std::span<const Parameter> parameters) {
  for (int tries_left = 2;; --tries_left) {
    try {
      auto& prepared = session_->prepared(query);
      for (const auto& parameter : parameters) {
        prepared.bind(parameter);
      }
      prepared.statement.execute(true);
      return Rows{prepared.backend().result_};
    } catch (const soci::postgresql_soci_error& error) {
      const auto sqlstate = error.sqlstate();
      const bool was_in_transaction = is_in_transaction();
      if (was_in_transaction) {
        session_->roll_back();
      }
      session_->forget(query);
      const bool undone = sqlstate == "40001" || sqlstate == "40P01";
      if (!undone || tries_left == 1 || was_in_transaction) {
        give_up(query.name, sqlstate);
      }
    } catch (const soci::soci_error&) {
      give_up(query.name, "");
    }
  }
}

bool Database::is_in_transaction() const { return session_ && session_->is_in_transaction; }

/// Something without parameters and rows.
void Database::command(const std::string& sql) {
  const std::unique_ptr<PGresult, decltype(&PQclear)> result{
      PQexec(session_->connection(), sql.c_str()), PQclear};
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
    const char* sqlstate = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    give_up(sql, sqlstate == nullptr ? "" : sqlstate);
  }
}

void Database::give_up(std::string_view what, const std::string& sqlstate) {
  // libpq can still think that a connection is there when the server has just died; then SOCI has
  // no SQLSTATE.
  const bool lost = PQstatus(session_->connection()) != CONNECTION_OK ||
                    sqlstate.find_first_not_of(' ') == std::string::npos;
  const auto starts_with = [&](const char* prefix) { return sqlstate.starts_with(prefix); };
  const bool timed_out = sqlstate == "57014" || sqlstate == "55P03";
  const bool unavailable = lost || starts_with("08") || starts_with("53") || starts_with("57") ||
                           sqlstate == "25006" || sqlstate == "40001" || sqlstate == "40P01" ||
                           timed_out;
  // A failed statement may have left anything behind, so a session outlives only what is known to
  // be harmless.
  if (!timed_out) {
    session_.reset();
  }
  throw Failure{unavailable ? FailureKind::kUnavailable : FailureKind::kBroken,
                std::string(what) + ": SQLSTATE " + (lost ? "none (connection lost)" : sqlstate)};
}

namespace {

std::string beginning(Transaction::Kind kind) {
  // A file that comes or goes slowly lets the session wait.
  const std::string waits = "; set local idle_in_transaction_session_timeout = '2min'";
  switch (kind) {
    case Transaction::Kind::kUsual:
      return "begin";
    case Transaction::Kind::kSnapshot:
      return "begin isolation level repeatable read read only" + waits;
    case Transaction::Kind::kBulk:
      // Row by row is never the better way here, whatever the planner thinks of an account's size:
      // all that it knows is the average.
      return "begin" + waits + "; set local enable_nestloop = off";
  }
  return "";
}

}  // namespace

Transaction::Transaction(Database& database, std::chrono::seconds statement_timeout, Kind kind)
    : database_(database) {
  const auto begin = beginning(kind) + "; set local statement_timeout = '" +
                     std::to_string(statement_timeout.count()) + "s'";
  const bool may_be_dead = database_.session_ != nullptr;
  database_.open();
  assert(!database_.is_in_transaction());
  try {
    database_.command(begin);
  } catch (const Failure& failure) {
    if (!may_be_dead || database_.session_ || failure.kind() != FailureKind::kUnavailable) {
      throw;
    }
    database_.open();
    database_.command(begin);
  }
  database_.session_->is_in_transaction = true;
}

Transaction::~Transaction() {
  if (database_.is_in_transaction()) {
    database_.session_->roll_back();
  }
}

Rows Transaction::run(const Query& query, std::span<const Parameter> parameters) {
  assert(database_.is_in_transaction());
  return database_.run(query, parameters);
}

void Transaction::analyze(const std::string& table) {
  assert(database_.is_in_transaction());
  database_.command("analyze " + table);
}

void Transaction::commit() {
  assert(database_.is_in_transaction());
  database_.session_->is_in_transaction = false;
  database_.command("commit");
}

}  // namespace daymark::storage
