#include "node_tree.hpp"

#include <algorithm>
#include <charconv>

namespace daymark::db_tests {

/// `{KIND :field value :field value}`, `(item item)`, `<>`, and words in which a backslash comes
/// before what would end them.
class NodeTree::Reader {
 public:
  explicit Reader(std::string_view text) : text_{text} {}

  NodeTree read_all() {
    auto tree = read();
    if (peek() != '\0') {
      fail("there is more than one tree");
    }
    return tree;
  }

 private:
  char peek() {
    while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\n')) {
      ++position_;
    }
    return position_ < text_.size() ? text_[position_] : '\0';
  }

  /// As it is written; quotes and backslashes stay.
  std::string read_word() {
    peek();
    const auto start = position_;
    while (position_ < text_.size() && !is_end(text_[position_])) {
      position_ += text_[position_] == '\\' ? 2U : 1U;
    }
    position_ = std::min(position_, text_.size());
    if (position_ == start) {
      fail("a word is missing");
    }
    return std::string{text_.substr(start, position_ - start)};
  }

  static bool is_end(char c) { return std::string_view{" \n(){}"}.find(c) != std::string::npos; }

  NodeTree read() {
    if (peek() == '{') {
      return read_node();
    }
    if (peek() == '(') {
      return read_list();
    }
    NodeTree word;
    word.text_ = read_word();
    return word;
  }

  NodeTree read_list() {
    NodeTree list;
    for (++position_; peek() != ')';) {
      list.items_.push_back(read());
    }
    ++position_;
    return list;
  }

  NodeTree read_node() {
    NodeTree node;
    ++position_;
    node.kind_ = read_word();
    while (peek() != '}') {
      const auto name = read_word();
      if (!name.starts_with(':')) {
        fail("a field's name is missing before " + name);
      }
      node.fields_.push_back({.name = name.substr(1), .value = read()});
      // A constant's value is several words: its length and its bytes.
      while (peek() != ':' && peek() != '}') {
        node.fields_.back().value.text_ += " " + read_word();
      }
    }
    ++position_;
    return node;
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw NodeTreeError{what + " at " + std::to_string(position_)};
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

NodeTree NodeTree::parse(std::string_view text) { return Reader{text}.read_all(); }

bool NodeTree::is_nothing() const { return text_ == "<>"; }

bool NodeTree::has(std::string_view field) const {
  return std::ranges::any_of(fields_, [&](const Field& one) { return one.name == field; });
}

const NodeTree& NodeTree::operator[](std::string_view field) const {
  const auto found = std::ranges::find(fields_, field, &Field::name);
  if (found == fields_.end()) {
    throw NodeTreeError{"a node " + kind_ + " has no field " + std::string{field}};
  }
  return found->value;
}

int NodeTree::number() const {
  int value = 0;
  const auto* end = text_.data() + text_.size();
  const auto [stop, error] = std::from_chars(text_.data(), end, value);
  if (error != std::errc{} || stop != end) {
    throw NodeTreeError{"not a number: " + text_};
  }
  return value;
}

}  // namespace daymark::db_tests
