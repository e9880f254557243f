// A statement as PostgreSQL itself has understood it: what `pg_node_tree` holds, read into plain
// values. Names are bound by then: a column is the number of its table in the statement and its own
// number in that table.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daymark::db_tests {

/// The text is no node tree, or has not what is asked of it: another version of PostgreSQL, then.
class NodeTreeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Nothing (`<>`), a word, a list, or a node with named fields.
class NodeTree {
 public:
  struct Field;

  [[nodiscard]] static NodeTree parse(std::string_view text);

  /// The kind of a node, for instance `QUERY`; "" for all else.
  [[nodiscard]] const std::string& kind() const { return kind_; }
  [[nodiscard]] bool is_nothing() const;
  [[nodiscard]] bool has(std::string_view field) const;
  /// Throws NodeTreeError where there is no such field.
  [[nodiscard]] const NodeTree& operator[](std::string_view field) const;
  [[nodiscard]] const std::string& text() const { return text_; }
  /// Throws NodeTreeError where it is no number.
  [[nodiscard]] int number() const;
  /// Of a list; empty for nothing.
  [[nodiscard]] const std::vector<NodeTree>& items() const { return items_; }
  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }

 private:
  class Reader;

  std::string kind_;
  std::string text_;
  std::vector<NodeTree> items_;
  std::vector<Field> fields_;
};

struct NodeTree::Field {
  std::string name;
  NodeTree value;
};

}  // namespace daymark::db_tests
