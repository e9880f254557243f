// One session with PostgreSQL: it connects when it is first needed, prepares each query once and
// keeps it, and gives up a session that broke. The only room that knows SOCI, which connects and
// prepares, and libpq, which runs what is prepared and keeps the rows.
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

/// An array of what `project` makes of each element.
template <class Elements, class Project>
[[nodiscard]] Parameter array(std::string_view name, const Elements& elements, Project project) {
  return {name, to_array(elements, std::move(project))};
}

/// The rows that a query answered with, read one after the other and each from left to right.
class Rows {
 public:
  /// Takes a result in the binary format, which lives as long as the rows.
  explicit Rows(PGresult* result) : result_(result) {}

  /// Goes to the next row, at first to the first one. False when there is none.
  [[nodiscard]] bool next();

  /// The next column of the row. Which columns can be NULL is the query's promise: asking for one
  /// that is as anything but an optional is a bug.
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

  /// Passes over columns.
  void skip(int columns) { column_ += columns; }

 private:
  template <class Value>
  struct IsOptional : std::false_type {};
  template <class Value>
  struct IsOptional<std::optional<Value>> : std::true_type {};

  template <class Value>
  struct IsText : std::bool_constant<std::is_same_v<Value, std::string> ||
                                     std::is_same_v<Value, std::optional<std::string>>> {};

  /// Whether the bytes of the next column are a text: those of a UUID or a number are none.
  [[nodiscard]] bool is_text() const;

  struct Clear {
    void operator()(PGresult* result) const;
  };

  std::optional<std::string_view> take_bytes();

  std::unique_ptr<PGresult, Clear> result_;
  int row_ = -1;
  int column_ = 0;
};

/// What `take` returns for the only row of a result; nullopt if there is none.
template <class Take>
[[nodiscard]] auto only_row(Rows& rows, Take take) {
  if constexpr (std::is_invocable_v<Take, Rows&>) {
    return rows.next() ? std::optional{take(rows)} : std::nullopt;
  } else {
    return rows.next() ? std::optional{take()} : std::nullopt;
  }
}

/// The first column of the only row of a result; nullopt if there is none.
template <class Value>
[[nodiscard]] std::optional<Value> only_value(Rows rows) {
  return only_row(rows, [&] { return rows.take<Value>(); });
}

/// A result that always has a row: at that row.
[[nodiscard]] inline Rows the_row(Rows rows) {
  [[maybe_unused]] const bool is_there = rows.next();
  assert(is_there);
  return rows;
}

/// The first column of a result that always has a row.
template <class Value>
[[nodiscard]] Value the_value(Rows rows) {
  return the_row(std::move(rows)).take<Value>();
}

/// A query with its parameters, to be run with others.
struct Statement {
  const Query& query;
  std::vector<Parameter> parameters;
};

/// Not thread-safe: whoever has one uses it alone.
class Database {
 public:
  /// Connects to what libpq's environment names (see `config.hpp`), when first needed.
  Database();
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Connects and looks at the schema's version. Throws Failure.
  void open();

  /// Whether the database answers, can be written to and is migrated far enough. Throws Failure.
  [[nodiscard]] bool is_ready();

  /// Runs a query that changes nothing, or something that may be changed twice. Where the session
  /// turns out to be dead, it runs once more on a new one. Throws Failure.
  Rows read(const Query& query, std::initializer_list<Parameter> parameters) {
    return read(query, std::span{parameters.begin(), parameters.size()});
  }
  Rows read(const Query& query, std::span<const Parameter> parameters);

  /// Runs one statement that changes something, as a transaction of its own. It runs once more only
  /// after a deadlock or a serialization failure, which leave nothing behind; after a broken
  /// session nobody knows whether it was committed. Throws Failure.
  Rows write(const Query& query, std::initializer_list<Parameter> parameters) {
    return write(query, std::span{parameters.begin(), parameters.size()});
  }
  Rows write(const Query& query, std::span<const Parameter> parameters);

  /// Several queries in one go, as one transaction: they are sent together, and each answers with
  /// its rows. Otherwise like `read`, and like `write`. Where one of them fails, nothing of any is
  /// kept, and Failure says whether that is certain.
  std::vector<Rows> read_together(std::span<const Statement> statements);
  std::vector<Rows> write_together(std::span<const Statement> statements);

 private:
  friend class Transaction;
  struct Session;

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

/// Makes the statements that follow one transaction, in which each may take longer than usual.
/// None of them is tried again: where one throws Failure, nothing of the transaction is kept.
class Transaction {
 public:
  enum class Kind {
    kUsual,
    kSnapshot,  // reads, all of it at one moment
    kBulk,      // joins tables of very many rows
  };

  /// Begins. Throws Failure.
  Transaction(Database& database, std::chrono::seconds statement_timeout, Kind kind = Kind::kUsual);
  /// Takes back what was not committed.
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Runs a query of any sort. Throws Failure.
  Rows run(const Query& query, std::initializer_list<Parameter> parameters) {
    return run(query, std::span{parameters.begin(), parameters.size()});
  }
  Rows run(const Query& query, std::span<const Parameter> parameters);

  /// Counts the rows of a temporary table anew, for the plans of what follows. Throws Failure.
  void analyze(const std::string& table);

  /// Throws Failure; after a broken session nobody knows whether it was committed.
  void commit();

 private:
  Database& database_;
};

}  // namespace daymark::storage
