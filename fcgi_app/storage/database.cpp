#include "storage/database.hpp"

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "shared/clock.hpp"
#include "sql/queries.hpp"

namespace daymark::storage {

namespace {

/// The result format that PostgreSQL is asked for.
constexpr int kBinary = 1;

/// The SQLSTATE of a result; empty if it has none, for example after a lost connection.
std::string sqlstate_of(const PGresult* result) {
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return sqlstate == nullptr ? "" : sqlstate;
}

/// A statement that PostgreSQL refused or that could not be sent.
struct Refused {
  std::string sqlstate;  // empty if there was no answer
};

bool has_rows(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

}  // namespace

namespace detail {

/// A prepared statement and the order of its parameters. SOCI makes a placeholder of each
/// occurrence of a name.
class Prepared {
 public:
  Prepared(soci::session& session, const Query& query) : statement_(session) {
    statement_.alloc();
    statement_.prepare(query.text);
    places_.resize(backend().names_.size());
    values_.resize(places_.size());
    lengths_.resize(places_.size());
  }

  void bind(std::span<const Parameter> parameters) {
    const auto& names = backend().names_;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      // A query nearly always gets its parameters in the same order, so the last indexes still fit.
      if (places_[i] >= parameters.size() || parameters[places_[i]].name != names[i]) {
        const auto found = std::ranges::find(parameters, names[i], &Parameter::name);
        assert(found != parameters.end());
        places_[i] = static_cast<std::size_t>(found - parameters.begin());
      }
      const auto& text = parameters[places_[i]].text;
      values_[i] = text ? text->c_str() : nullptr;
      lengths_[i] = text ? static_cast<int>(text->size()) : 0;
    }
  }

  [[nodiscard]] const char* name() { return backend().statementName_.c_str(); }
  [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }

 private:
  soci::postgresql_statement_backend& backend() {
    return static_cast<soci::postgresql_statement_backend&>(*statement_.get_backend());
  }

  soci::statement statement_;
  std::vector<std::size_t> places_;  // for each placeholder: the index of its parameter
  std::vector<const char*> values_;
  std::vector<int> lengths_;
};

}  // namespace detail

void Rows::Clear::operator()(PGresult* result) const { PQclear(result); }

bool Rows::next() {
  column_ = 0;
  return ++row_ < PQntuples(result_.get());
}

bool Rows::is_text() const {
  // OIDs of text, name and json in pg_type. From kFirstOwn on, types are the schema's enums.
  constexpr std::array<Oid, 3> kTexts{25, 19, 114};
  constexpr Oid kFirstOwn = 16384;
  const auto type = PQftype(result_.get(), column_);
  return type >= kFirstOwn || std::ranges::find(kTexts, type) != kTexts.end();
}

std::optional<std::string_view> Rows::take_bytes() {
  const auto* result = result_.get();
  assert(row_ >= 0 && row_ < PQntuples(result) && column_ < PQnfields(result));
  const int column = column_++;
  if (PQgetisnull(result, row_, column) != 0) {
    return std::nullopt;
  }
  return std::string_view{PQgetvalue(result, row_, column),
                          static_cast<std::size_t>(PQgetlength(result, row_, column))};
}

/// A session and its prepared statements, which end with it.
struct Database::Session {
  Session() : link(soci::postgresql, "") {
    // A server message can quote the values of a row, so only the SQLSTATE is logged.
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

  /// Throws Refused.
  Rows run(const Query& query, std::span<const Parameter> parameters) {
    auto& statement = prepared(query);
    statement.bind(parameters);
    auto* result = PQexecPrepared(connection(), statement.name(), statement.count(),
                                  statement.values(), statement.lengths(), nullptr, kBinary);
    Rows rows{result};
    if (!has_rows(result)) {
      throw Refused{sqlstate_of(result)};
    }
    return rows;
  }

  /// Runs the statements as one transaction, sent together (libpq's pipeline). Throws Refused.
  std::vector<Rows> run_together(std::span<const Statement> all) {
    for (const auto& statement : all) {
      static_cast<void>(prepared(statement.query));
    }
    PQenterPipelineMode(connection());
    bool is_sent = true;
    for (const auto& [query, parameters] : all) {
      auto& statement = prepared(query);
      statement.bind(parameters);
      is_sent = is_sent &&
                PQsendQueryPrepared(connection(), statement.name(), statement.count(),
                                    statement.values(), statement.lengths(), nullptr, kBinary) != 0;
    }
    is_sent = is_sent && PQpipelineSync(connection()) != 0;
    auto rows = is_sent ? take_answers() : throw Refused{};
    assert(rows.size() == all.size());
    PQexitPipelineMode(connection());
    return rows;
  }

  /// Reads the result of each statement, up to the end of the transaction. Throws Refused.
  std::vector<Rows> take_answers() {
    std::vector<Rows> all;
    std::optional<Refused> refused;
    for (bool has_ended = false;;) {
      auto* result = PQgetResult(connection());
      if (result == nullptr) {
        // Null ends one statement's results. A second null in a row, or a bad status, means a lost
        // connection: it is not known whether the transaction was committed.
        if (std::exchange(has_ended, true) || PQstatus(connection()) != CONNECTION_OK) {
          throw Refused{};
        }
        continue;
      }
      has_ended = false;
      Rows rows{result};
      if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
        break;
      }
      if (has_rows(result)) {
        all.push_back(std::move(rows));
      } else if (!refused) {
        refused = Refused{sqlstate_of(result)};
      }
    }
    if (refused) {
      PQexitPipelineMode(connection());
      throw *std::move(refused);
    }
    return all;
  }

  /// If this fails, the connection is lost, and PostgreSQL rolls back by itself.
  void roll_back() {
    is_in_transaction = false;
    PQclear(PQexec(connection(), "rollback"));
  }

  soci::session link;
  std::map<const Query*, std::unique_ptr<detail::Prepared>> statements;
  bool is_in_transaction = false;
};

struct Database::State {
  bool is_writable = false;
  int schema_version = 0;
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

/// Sets the clock of the process, too. Throws Failure.
Database::State Database::read_state() {
  const auto asked_at = shared::read_ticks();
  auto row = the_row(run(sql::health::kCheckReady, {}));
  const auto heard_at = shared::read_ticks();
  State state{.is_writable = row.take<bool>()};
  state.schema_version = row.take<int>();
  shared::clock().hear(asked_at, row.take<shared::Instant>(), heard_at,
                       shared::read_machine_clock());
  return state;
}

/// Returns 0 if schema_migrations is missing or not readable for the role. Throws Failure.
int Database::read_schema_version() {
  try {
    return read_state().schema_version;
  } catch (const Failure& failure) {
    session_.reset();
    if (failure.kind() != FailureKind::kBroken) {
      throw;
    }
    return 0;
  }
}

/// `what`: the text for the log.
template <class Run>
auto Database::run_by(std::string_view what, Run run) {
  for (int tries_left = 2;; --tries_left) {
    try {
      return run();
    } catch (const Refused& refused) {
      const bool was_in_transaction = is_in_transaction();
      if (was_in_transaction) {
        session_->roll_back();
      }
      const bool undone = refused.sqlstate == "40001" || refused.sqlstate == "40P01";
      if (!undone || tries_left == 1 || was_in_transaction) {
        give_up(what, refused.sqlstate);
      }
    } catch (const soci::postgresql_soci_error& error) {
      // A statement could not be prepared.
      give_up(what, error.sqlstate());
    } catch (const soci::soci_error&) {
      give_up(what, "");
    }
  }
}

/// Runs once more, on a new session, if the existing session was dead.
template <class Run>
auto Database::read_by(Run run) {
  const bool may_be_dead = session_ != nullptr && !is_in_transaction();
  open();
  try {
    return run();
  } catch (const Failure& failure) {
    if (!may_be_dead || session_ || failure.kind() != FailureKind::kUnavailable) {
      throw;
    }
  }
  open();
  return run();
}

bool Database::is_ready() {
  const auto state = read_by([&] { return read_state(); });
  return state.is_writable && state.schema_version >= sql::kSchemaVersion;
}

void Database::know_time() {
  if (shared::clock().is_known(shared::read_ticks())) {
    return;
  }
  static_cast<void>(is_ready());
  if (!shared::clock().is_known(shared::read_ticks())) {
    throw Failure{FailureKind::kUnavailable, "the database takes too long to tell the time", true};
  }
}

Rows Database::read(const Query& query, std::span<const Parameter> parameters) {
  return read_by([&] { return run(query, parameters); });
}

std::vector<Rows> Database::read_together(std::span<const Statement> statements) {
  return read_by([&] { return run_together(statements); });
}

Rows Database::write(const Query& query, std::span<const Parameter> parameters) {
  open();
  return run(query, parameters);
}

std::vector<Rows> Database::write_together(std::span<const Statement> statements) {
  open();
  return run_together(statements);
}

Rows Database::run(const Query& query, std::span<const Parameter> parameters) {
  return run_by(query.name, [&] { return session_->run(query, parameters); });
}

std::vector<Rows> Database::run_together(std::span<const Statement> statements) {
  assert(!statements.empty() && !is_in_transaction());
  return run_by(statements.front().query.name, [&] { return session_->run_together(statements); });
}

bool Database::is_in_transaction() const { return session_ && session_->is_in_transaction; }

/// Runs a statement without parameters and rows.
void Database::command(const std::string& sql) {
  const std::unique_ptr<PGresult, decltype(&PQclear)> result{
      PQexec(session_->connection(), sql.c_str()), PQclear};
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
    give_up(sql, sqlstate_of(result.get()));
  }
}

void Database::give_up(std::string_view what, const std::string& sqlstate) {
  // If the server has just died, libpq may still report a good connection, but then there is no
  // SQLSTATE.
  const bool lost = PQstatus(session_->connection()) != CONNECTION_OK ||
                    sqlstate.find_first_not_of(' ') == std::string::npos;
  const auto starts_with = [&](const char* prefix) { return sqlstate.starts_with(prefix); };
  const bool timed_out = sqlstate == "57014" || sqlstate == "55P03";
  const bool unavailable = lost || starts_with("08") || starts_with("53") || starts_with("57") ||
                           sqlstate == "25006" || sqlstate == "40001" || sqlstate == "40P01" ||
                           timed_out;
  const bool is_undone = !lost && PQtransactionStatus(session_->connection()) == PQTRANS_IDLE;
  // A failed statement may leave the session in any state. It is used again only after errors that
  // are known to be harmless: timeouts, and refused values.
  const bool is_about_values = starts_with("22") || starts_with("23") || starts_with("P0");
  if (!is_undone || !(timed_out || is_about_values)) {
    session_.reset();
  }
  throw Failure{unavailable ? FailureKind::kUnavailable : FailureKind::kBroken,
                std::string(what) + ": SQLSTATE " + (lost ? "none (connection lost)" : sqlstate),
                is_undone};
}

namespace {

std::string beginning(Transaction::Kind kind) {
  // While a client sends or receives a file slowly, the session is idle in its transaction.
  const std::string waits = "; set local idle_in_transaction_session_timeout = '2min'";
  switch (kind) {
    case Transaction::Kind::kUsual:
      return "begin";
    case Transaction::Kind::kSnapshot:
      return "begin isolation level repeatable read read only" + waits;
    case Transaction::Kind::kBulk:
      // Nested loops are never better here. The planner would choose them, because it knows only
      // the average size of an account.
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
