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

void examine_new(std::string_view name, const std::optional<std::string>& key) {
  const auto new_key = accounts::new_username_key(name);
  require(!new_key || new_key == key, "a new name has the key that an old one has");
  if (new_key && !name.empty()) {
    require(std::string_view{"._-"}.find(name[0]) == std::string_view::npos,
            "a new name begins with a letter or digit");
    const auto visible = static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_IGNORE);
    for (const auto text : {name, std::string_view{*new_key}}) {
      require(normalised(text, visible) == normalised(text, UTF8PROC_COMPOSE),
              "nothing in a new name is invisible");
    }
    require(accounts::new_username_key(*new_key) == new_key, "its key is a new name too");
  }
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
  const bool may_be_new =
      name.empty() || std::string_view{"._-"}.find(name[0]) == std::string_view::npos;
  require(accounts::new_username_key(name).has_value() == (is_name && may_be_new),
          "a new ASCII name begins with a letter or digit");
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
  examine_new(name, key);
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
