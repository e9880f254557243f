#include "accounts/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <new>
#include <numeric>
#include <stdexcept>

#include "accounts/common_passwords.hpp"
#include "accounts/unicode.hpp"
#include "accounts/username.hpp"
#include "server/ascii.hpp"
#include "server/code_points.hpp"
#include "shared/text.hpp"

namespace daymark::accounts {
namespace {

constexpr std::size_t kKibibyte = 1024;

/// Random bytes in base64 as PHC writes them.
template <std::size_t kBytes>
std::string random_base64() {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::array<unsigned char, kBytes> bytes{};
  std::array<char, sodium_base64_ENCODED_LEN(kBytes, kVariant)> text{};
  randombytes_buf(bytes.data(), bytes.size());
  return sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
}

/// A random hash of the same cost, which no password has. It is put together and not computed,
/// because every worker makes one when it starts.
std::string make_hash_of_nobody(PasswordCost cost) {
  constexpr std::size_t kSaltBytes = crypto_pwhash_SALTBYTES;
  constexpr std::size_t kHashBytes = 32;
  return "$argon2id$v=19$m=" + std::to_string(cost.memory_kib) +
         ",t=" + std::to_string(cost.passes) + ",p=1$" + random_base64<kSaltBytes>() + "$" +
         random_base64<kHashBytes>();
}

std::string to_nfc(std::string_view password) {
  return normalise(password, NormalForm::kNfc).value_or(std::string(password));
}

/// The text is UTF-8.
bool is_one_character(std::string_view text) {
  const auto first = text.substr(0, text.size() / shared::code_points(text));
  for (auto rest = text; !rest.empty(); rest.remove_prefix(first.size())) {
    if (!rest.starts_with(first)) {
      return false;
    }
  }
  return true;
}

bool is_common(std::string_view password) {
  std::string lower(password);
  std::ranges::transform(lower, lower.begin(), server::to_lower);
  const auto* const group =
      std::ranges::find(kCommonPasswords, lower.size(), &CommonPasswords::length);
  if (group == kCommonPasswords.end()) {
    return false;
  }
  std::size_t from = 0;
  for (auto to = group->all.size() / group->length; from < to;) {
    const auto middle = std::midpoint(from, to);
    const auto order = lower.compare(group->all.substr(middle * group->length, group->length));
    if (order == 0) {
      return true;
    }
    if (order < 0) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  return false;
}

/// What comes to mind first on a sign-up form of Daymark.
constexpr std::array<std::string_view, 4> kWordsOfDaymark{"daymark", "mood", "настроение",
                                                          "дневник"};

bool is_letter(char c) {
  return static_cast<unsigned char>(c) > 0x7F ||
         (server::to_lower(c) >= 'a' && server::to_lower(c) <= 'z');
}

/// Whether the text is a word of Daymark, with nothing beside it but figures and signs.
bool is_word_of_daymark(std::string_view password) {
  auto rest = server::lower_case(password);
  bool has_word = false;
  for (const auto word : kWordsOfDaymark) {
    for (auto at = rest.find(word); at != std::string::npos; at = rest.find(word)) {
      rest.erase(at, word.size());
      has_word = true;
    }
  }
  return has_word && std::ranges::none_of(rest, is_letter);
}

}  // namespace

std::optional<server::Flaw> find_password_flaw(std::string_view password,
                                               std::string_view username_key) {
  // No code point of an NFC stands for more than four. What is too long anyway is not normalised.
  constexpr std::size_t kPartsMax = 4;
  if (shared::code_points(password) > kPasswordLengthMax * kPartsMax) {
    return server::Flaw::kTooLong;
  }
  const auto nfc = to_nfc(password);
  const auto length = shared::code_points(nfc);
  if (length < kPasswordLengthMin) {
    return server::Flaw::kTooShort;
  }
  if (length > kPasswordLengthMax) {
    return server::Flaw::kTooLong;
  }
  if (is_one_character(nfc)) {
    return server::Flaw::kOneCharacter;
  }
  if (accounts::username_key(nfc) == username_key) {
    return server::Flaw::kSameAsUsername;
  }
  if (is_common(nfc) || is_word_of_daymark(nfc)) {
    return server::Flaw::kTooCommon;
  }
  return std::nullopt;
}

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost) {
  if (sodium_init() < 0) {
    throw std::runtime_error{"sodium_init failed"};
  }
  hash_of_nobody_ = make_hash_of_nobody(cost_);
  if (needs_rehash(hash_of_nobody_)) {
    throw std::logic_error{"the hash of nobody is no hash of this cost"};
  }
}

std::string PasswordHasher::hash(std::string_view password) const {
  const auto nfc = to_nfc(password);
  std::array<char, crypto_pwhash_STRBYTES> phc{};
  if (crypto_pwhash_str(phc.data(), nfc.data(), nfc.size(),
                        static_cast<unsigned long long>(cost_.passes),
                        static_cast<std::size_t>(cost_.memory_kib) * kKibibyte) != 0) {
    throw std::bad_alloc{};
  }
  return phc.data();
}

bool PasswordHasher::verify(const std::optional<std::string>& hash,
                            std::string_view password) const {
  const auto& compared = hash ? *hash : hash_of_nobody_;
  const auto is_of = [&](std::string_view text) {
    return crypto_pwhash_str_verify(compared.c_str(), text.data(), text.size()) == 0;
  };
  const auto nfc = to_nfc(password);
  const bool is_right = is_of(password) || (nfc != password && is_of(nfc));
  return is_right && hash.has_value();
}

bool PasswordHasher::needs_rehash(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), static_cast<unsigned long long>(cost_.passes),
                                        static_cast<std::size_t>(cost_.memory_kib) * kKibibyte) !=
         0;
}

}  // namespace daymark::accounts
