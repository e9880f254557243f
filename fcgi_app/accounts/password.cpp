#include "accounts/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>

#include "accounts/common_passwords.hpp"
#include "server/ascii.hpp"
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

}  // namespace

std::optional<server::Flaw> find_password_flaw(std::string_view password) {
  const auto length = shared::code_points(password);
  if (length < kPasswordLengthMin) {
    return server::Flaw::kTooShort;
  }
  if (length > kPasswordLengthMax) {
    return server::Flaw::kTooLong;
  }
  std::string lower(password);
  std::ranges::transform(lower, lower.begin(), server::to_lower);
  if (std::ranges::binary_search(kCommonPasswords, std::string_view{lower})) {
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
  std::array<char, crypto_pwhash_STRBYTES> phc{};
  if (crypto_pwhash_str(phc.data(), password.data(), password.size(),
                        static_cast<unsigned long long>(cost_.passes),
                        static_cast<std::size_t>(cost_.memory_kib) * kKibibyte) != 0) {
    throw std::bad_alloc{};
  }
  return phc.data();
}

bool PasswordHasher::verify(const std::optional<std::string>& hash,
                            std::string_view password) const {
  const bool is_right = crypto_pwhash_str_verify(hash.value_or(hash_of_nobody_).c_str(),
                                                 password.data(), password.size()) == 0;
  return is_right && hash.has_value();
}

bool PasswordHasher::needs_rehash(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), static_cast<unsigned long long>(cost_.passes),
                                        static_cast<std::size_t>(cost_.memory_kib) * kKibibyte) !=
         0;
}

}  // namespace daymark::accounts
