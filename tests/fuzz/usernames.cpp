// Usernames: all spellings of one name have one key.
#include "accounts/username.hpp"

#include <utf8proc.h>

#include <algorithm>

#include "target.hpp"

namespace daymark::fuzz {
namespace {

using accounts::username_key;

std::string normalised(std::string_view text, utf8proc_option_t form) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | form));
  require(length >= 0, "UTF-8 can be normalised");
  std::string result(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
  std::free(mapped);
  return result;
}

void examine_ascii(std::string_view name, const std::optional<std::string>& key) {
  std::string lower;
  bool is_name = true;
  for (const char c : name) {
    lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    is_name = is_name && ((c >= '0' && c <= '9') || (lower.back() >= 'a' && lower.back() <= 'z') ||
                          c == '.' || c == '_' || c == '-');
  }
  require(key.has_value() == is_name, "of ASCII, letters, digits and . _ - make a name");
  require(!key || *key == lower, "the key of an ASCII name is its lower case");
}

}  // namespace
}  // namespace daymark::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark::fuzz;
  const auto name = as_text(data, size);
  if (!daymark::server::is_utf8(name)) {
    return 0;
  }
  const auto key = username_key(name);
  if (std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    examine_ascii(name, key);
  }
  if (!key) {
    return 0;
  }
  require_storable(*key);
  require(key->empty() == name.empty(), "a name has a key");
  require(username_key(*key) == key, "a key is its own key");
  for (const auto form : {UTF8PROC_COMPOSE, UTF8PROC_DECOMPOSE}) {
    require(username_key(normalised(name, form)) == key,
            "spellings that are canonically equivalent have one key");
  }
  return 0;
}
