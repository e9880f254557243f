// One session with PostgreSQL. It connects at its first use, prepares each query once, and drops a
// broken session. Only database.cpp uses SOCI, which connects and prepares, and libpq, which runs
// prepared statements and stores their rows.
#pragma once

#include <cassert>
#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "storage/columns.hpp"
#include "storage/failure.hpp"
#include "storage/query.hpp"
#include "storage/values.hpp"

struct pg_result;

namespace daymark::storage {

using PGresult = ::pg_result;

/// A named parameter of a query. An empty optional is NULL.
struct Parameter {
  template <class Value>
  Parameter(std::string_view of_name, const Value& value) : name(of_name), text(to_text(value)) {}
  Parameter(std::string_view of_name, std::string&& of_text)
      : name(of_name), text(std::move(of_text)) {}
  template <class Value>
  Parameter(std::string_view of_name, const std::optional<Value>& value) : name(of_name) {
    if (value) {
      text = to_text(*value);
    }
  }

  std::string_view name;
  std::optional<std::string> text;
};

/// An array parameter: the results of `project` for each element.
template <class Elements, class Project>
[[nodiscard]] Parameter array(std::string_view name, const Elements& elements, Project project) {
  return {name, to_array(elements, std::move(project))};
}

/// The rows of a query's result. Rows are read in order, and the columns of each from left to
/// right.
class Rows {
 public:
  /// Takes ownership of a result in binary format.
  explicit Rows(PGresult* result) : result_(result) {}

  /// Goes to the next row, at first to the first. Returns false if there is none.
  [[nodiscard]] bool next();

  /// Returns the next column of the row. A column that can be NULL must be taken as an optional;
  /// anything else is a bug (assert).
  template <class Value>
  [[nodiscard]] Value take() {
    assert(!IsText<Value>::value || is_text());
    const auto bytes = take_bytes();
    if constexpr (IsOptional<Value>::value) {
      return bytes ? Value{FromColumn<typename Value::value_type>::read(*bytes)} : Value{};
    } else {
      assert(bytes);
      return FromColumn<Value>::read(*bytes);
    }
  }

  /// Skips columns of the row.
  void skip(int columns) { column_ += columns; }

 private:
  template <class Value>
  struct IsOptional : std::false_type {};
  template <class Value>
  struct IsOptional<std::optional<Value>> : std::true_type {};

  template <class Value>
  struct IsText : std::bool_constant<std::is_same_v<Value, std::string> ||
                                     std::is_same_v<Value, std::optional<std::string>>> {};

  /// Returns true if the next column has a text type. Bytes of a UUID or number are not text.
  [[nodiscard]] bool is_text() const;

  struct Clear {
    void operator()(PGresult* result) const;
  };

  std::optional<std::string_view> take_bytes();

  std::unique_ptr<PGresult, Clear> result_;
  int row_ = -1;
  int column_ = 0;
};

/// Returns what `take` makes of the only row; nullopt if there is no row.
template <class Take>
[[nodiscard]] auto only_row(Rows& rows, Take take) {
  if constexpr (std::is_invocable_v<Take, Rows&>) {
    return rows.next() ? std::optional{take(rows)} : std::nullopt;
  } else {
    return rows.next() ? std::optional{take()} : std::nullopt;
  }
}

/// Returns the first column of the only row; nullopt if there is no row.
template <class Value>
[[nodiscard]] std::optional<Value> only_value(Rows rows) {
  return only_row(rows, [&] { return rows.take<Value>(); });
}

/// Goes to the first row of a result that always has one.
[[nodiscard]] inline Rows the_row(Rows rows) {
  [[maybe_unused]] const bool is_there = rows.next();
  assert(is_there);
  return rows;
}

/// Returns the first column of a result that always has a row.
template <class Value>
[[nodiscard]] Value the_value(Rows rows) {
  return the_row(std::move(rows)).take<Value>();
}

/// A query and its parameters, for read_together and write_together.
struct Statement {
  const Query& query;
  std::vector<Parameter> parameters;
};

/// Not thread-safe: each thread has its own.
class Database {
 public:
  /// Does not connect yet. The address is in libpq's environment variables (see `config.hpp`).
  Database();
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Connects, if there is no session. Throws Failure: kUnavailable if it cannot connect,
  /// kStaleSchema if the schema is too old.
  void open();

  /// Returns true if the database can be written to and its schema is new enough. Throws Failure if
  /// it does not answer. Sets the clock of the process by the answer, as `open` does.
  bool is_ready();

  /// Asks the database for the time if the clock of the process does not know it. Throws Failure:
  /// kUnavailable if it does not answer, or not in time.
  void know_time();

  /// Runs a query that changes nothing or that may run twice. If the session turns out to be dead,
  /// runs it once more on a new one. Throws Failure.
  Rows read(const Query& query, std::initializer_list<Parameter> parameters) {
    return read(query, std::span{parameters.begin(), parameters.size()});
  }
  Rows read(const Query& query, std::span<const Parameter> parameters);

  /// Runs one statement that changes something, as its own transaction. Runs it once more only
  /// after a deadlock or serialization failure, which change nothing. After a lost connection it is
  /// not known whether it was committed. Throws Failure.
  Rows write(const Query& query, std::initializer_list<Parameter> parameters) {
    return write(query, std::span{parameters.begin(), parameters.size()});
  }
  Rows write(const Query& query, std::span<const Parameter> parameters);

  /// Like `read` and `write`, for several queries in one transaction, sent together. Each returns
  /// its rows. If one fails, nothing is stored, or it is not known: see Failure::is_undone.
  std::vector<Rows> read_together(std::span<const Statement> statements);
  std::vector<Rows> write_together(std::span<const Statement> statements);

 private:
  friend class Transaction;
  struct Session;

  struct State;

  State read_state();
  int read_schema_version();
  [[nodiscard]] bool is_in_transaction() const;
  template <class Run>
  auto read_by(Run run);
  template <class Run>
  auto run_by(std::string_view what, Run run);
  Rows run(const Query& query, std::span<const Parameter> parameters);
  std::vector<Rows> run_together(std::span<const Statement> statements);
  void command(const std::string& sql);
  [[noreturn]] void give_up(std::string_view what, const std::string& sqlstate);

  std::unique_ptr<Session> session_;
};

/// A transaction of several statements with their own timeout. None is repeated: if one throws
/// Failure, nothing of the transaction is stored.
class Transaction {
 public:
  enum class Kind {
    kUsual,
    kSnapshot,  // only reads, all at one moment
    kBulk,      // joins tables with very many rows
  };

  /// Begins the transaction. Throws Failure.
  Transaction(Database& database, std::chrono::seconds statement_timeout, Kind kind = Kind::kUsual);
  /// Rolls back, unless committed.
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Runs any query. Throws Failure.
  Rows run(const Query& query, std::initializer_list<Parameter> parameters) {
    return run(query, std::span{parameters.begin(), parameters.size()});
  }
  Rows run(const Query& query, std::span<const Parameter> parameters);

  /// Updates the planner's statistics of a temporary table. Throws Failure.
  void analyze(const std::string& table);

  /// Throws Failure. After a lost connection it is not known whether it was committed.
  void commit();

 private:
  Database& database_;
};

}  // namespace daymark::storage
