#include "support/pattern.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

namespace daymark::support {
namespace {

struct Free {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};

struct Compiled {
  std::unique_ptr<pcre2_code, Free> code;
  std::unique_ptr<pcre2_match_data, Free> data;
};

PCRE2_SPTR bytes_of(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

Compiled compile(std::string_view pattern) {
  int error = 0;
  PCRE2_SIZE place = 0;
  Compiled compiled;
  compiled.code.reset(pcre2_compile(bytes_of(pattern), pattern.size(),
                                    PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY, &error, &place,
                                    nullptr));
  if (compiled.code == nullptr) {
    throw std::runtime_error{"not a pattern: " + std::string{pattern}};
  }
  pcre2_jit_compile(compiled.code.get(), PCRE2_JIT_COMPLETE);
  compiled.data.reset(pcre2_match_data_create_from_pattern(compiled.code.get(), nullptr));
  return compiled;
}

}  // namespace

bool matches(std::string_view text, std::string_view pattern) {
  thread_local std::map<std::string, Compiled, std::less<>> known;
  auto found = known.find(pattern);
  if (found == known.end()) {
    found = known.emplace(std::string{pattern}, compile(pattern)).first;
  }
  const auto& [code, data] = found->second;
  return pcre2_match(code.get(), bytes_of(text), text.size(), 0, 0, data.get(), nullptr) >= 0;
}

}  // namespace daymark::support
