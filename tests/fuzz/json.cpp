// JSON bodies: what is accepted is text that can be stored, and reads the same when written again.
#include "server/json.hpp"

#include <algorithm>
#include <set>

#include "target.hpp"

namespace daymark::fuzz {
namespace {

namespace json = server::json;

bool same(const json::Value& a, const json::Value& b);

struct Same {
  bool operator()(std::nullptr_t, std::nullptr_t) const { return true; }
  bool operator()(bool a, bool b) const { return a == b; }
  bool operator()(const json::Number& a, const json::Number& b) const {
    return a.digits == b.digits;
  }
  bool operator()(const std::string& a, const std::string& b) const { return a == b; }
  bool operator()(const json::Array& a, const json::Array& b) const {
    return std::ranges::equal(a, b, same);
  }
  bool operator()(const json::Object& a, const json::Object& b) const {
    return std::ranges::equal(a, b, [](const json::Member& x, const json::Member& y) {
      return x.key == y.key && same(x.value, y.value);
    });
  }
  template <class A, class B>
  bool operator()(const A&, const B&) const {
    return false;
  }
};

bool same(const json::Value& a, const json::Value& b) { return std::visit(Same{}, a.data, b.data); }

/// Writes a value that stands in `depth` others, and requires on the way what is promised of each.
class Examination {
 public:
  Examination(json::Writer& out, std::size_t depth) : out_(out), depth_(depth) {}

  void operator()(std::nullptr_t) const { out_.null(); }
  void operator()(bool value) const { out_.boolean(value); }
  void operator()(const json::Number& number) const {
    require(number.digits.find_first_not_of("+-.0123456789Ee") == std::string::npos,
            "a number is written with digits");
    out_.raw(number.digits);
  }
  void operator()(const std::string& text) const {
    require_storable(text);
    out_.text(text);
  }
  void operator()(const json::Array& array) const {
    require(depth_ < json::kDepthMax, "nothing is nested deeper than the limit");
    out_.begin_array();
    for (const auto& element : array) {
      examine_inner(element);
    }
    out_.end_array();
  }
  void operator()(const json::Object& object) const {
    require(depth_ < json::kDepthMax, "nothing is nested deeper than the limit");
    std::set<std::string_view> keys;
    out_.begin_object();
    for (const auto& [key, value] : object) {
      require_storable(key);
      require(keys.insert(key).second, "no key is there twice");
      out_.key(key);
      examine_inner(value);
    }
    out_.end_object();
  }

 private:
  void examine_inner(const json::Value& value) const {
    std::visit(Examination{out_, depth_ + 1}, value.data);
  }

  json::Writer& out_;
  std::size_t depth_;
};

std::string write(const json::Value& value) {
  json::Writer out;
  std::visit(Examination{out, 0}, value.data);
  return out.take();
}

}  // namespace
}  // namespace daymark::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark::fuzz;
  const auto text = as_text(data, size);
  const auto read = [](std::string_view of) { return attempt([&] { return json::parse(of); }); };
  const auto value = read(text);
  require(read(" \r\n\t" + std::string(text) + "\n ").has_value() == value.has_value(),
          "space around a value makes no difference");
  if (!value) {
    return 0;
  }
  require(daymark::server::is_utf8(text), "what is accepted is UTF-8");
  const auto written = write(*value);
  const auto again = read(written);
  require(again && same(*again, *value), "what was written reads as it was");
  require(write(*again) == written, "a value is written in one way");
  return 0;
}
