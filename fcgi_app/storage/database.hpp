// One thread's session with PostgreSQL: it connects when it is first needed, prepares each query
// once and keeps it, and gives up a session that broke. The only room that knows SOCI.
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "storage/failure.hpp"
#include "storage/query.hpp"
#include "storage/values.hpp"

namespace daymark::storage {

/// A named parameter of a query. An empty optional is NULL.
struct Parameter {
  template <class Value>
  Parameter(std::string_view of_name, const Value& value) : name(of_name), text(to_text(value)) {}
  template <class Value>
  Parameter(std::string_view of_name, const std::optional<Value>& value) : name(of_name) {
    if (value) {
      text = to_text(*value);
    }
  }

  std::string_view name;
  std::optional<std::string> text;
};

namespace detail {
struct Prepared;
}

/// The rows that a query answered with, read one after the other and each from left to right. Valid
/// until the same query runs again.
class Rows {
 public:
  explicit Rows(detail::Prepared& prepared) : prepared_(&prepared) {}

  /// Goes to the next row, at first to the first one. False when there is none.
  [[nodiscard]] bool next();

  /// The next column of the row. Which columns can be NULL is the query's promise: asking for one
  /// that is as anything but an optional is a bug.
  template <class Value>
  [[nodiscard]] Value take() {
    if constexpr (requires {
                    typename Value::value_type;
                    requires std::same_as<Value, std::optional<typename Value::value_type>>;
                  }) {
      const auto* text = take_text();
      return text == nullptr ? Value{} : Value{FromText<typename Value::value_type>::read(*text)};
    } else {
      const auto* text = take_text();
      assert(text != nullptr);
      return FromText<Value>::read(*text);
    }
  }

  /// Passes over the next column.
  void skip() { take_text(); }

  /// How many rows an insert, update or delete changed.
  [[nodiscard]] long long affected() const;

 private:
  const std::string* take_text();

  detail::Prepared* prepared_;
  bool first_ = true;
  std::size_t column_ = 0;
};

/// Not thread-safe: each thread has its own.
class Database {
 public:
  /// Connects to what libpq's environment names (see `config.hpp`), when first needed.
  Database();
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Connects and looks at the schema's version. Throws Failure.
  void open();

  /// Runs a query that changes nothing. Where the session turns out to be dead, it runs once more
  /// on a new one. Throws Failure.
  Rows read(const Query& query, std::initializer_list<Parameter> parameters);

  /// Runs one statement that changes something, as a transaction of its own. It runs once more only
  /// after a deadlock or a serialization failure, which leave nothing behind; after a broken
  /// session nobody knows whether it was committed. Throws Failure.
  Rows write(const Query& query, std::initializer_list<Parameter> parameters);

 private:
  struct Session;

  Rows run(const Query& query, std::initializer_list<Parameter> parameters);
  [[noreturn]] void give_up(const Query& query, const std::string& sqlstate);

  std::unique_ptr<Session> session_;
};

}  // namespace daymark::storage
