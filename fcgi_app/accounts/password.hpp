// Passwords: which ones are allowed, and their Argon2id hashes (libsodium), in PHC format. Hashing
// is slow and takes much memory on purpose; only the `auth` pool does it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/problem.hpp"

namespace daymark::accounts {

struct PasswordCost {
  int memory_kib = 64 * 1024;
  int passes = 2;
};

inline constexpr std::size_t kPasswordLengthMin = 8;    // code points
inline constexpr std::size_t kPasswordLengthMax = 128;  // code points

/// What is wrong with a new password of the account whose username has this key (see username.hpp):
/// kTooShort, kTooLong, kOneCharacter, kSameAsUsername or kTooCommon; nullopt if it is allowed. Its
/// NFC counts, which is what is hashed.
[[nodiscard]] std::optional<server::Flaw> find_password_flaw(std::string_view password,
                                                             std::string_view username_key);

/// Many threads may use one at the same time.
class PasswordHasher {
 public:
  explicit PasswordHasher(PasswordCost cost);

  /// A hash of the password's NFC, because one keyboard sends `é` as one code point and another as
  /// two. Throws std::bad_alloc if there is not enough memory.
  [[nodiscard]] std::string hash(std::string_view password) const;

  /// Whether `hash` is of this password as it is, or, where that differs, of its NFC. Without a
  /// hash it returns false after the same amount of work, so that an unknown name takes as long as
  /// a wrong password.
  [[nodiscard]] bool verify(const std::optional<std::string>& hash,
                            std::string_view password) const;

  /// Whether the hash has other parameters than the `cost` of this hasher.
  [[nodiscard]] bool needs_rehash(const std::string& hash) const;

 private:
  PasswordCost cost_;
  std::string hash_of_nobody_;
};

}  // namespace daymark::accounts
