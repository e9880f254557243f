// Passwords: which are allowed, and their Argon2id hashes (libsodium), in PHC format with the
// parameters in it. Hashing is slow and takes much memory on purpose; only the `auth` pool does it.
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

/// What is wrong with a password that somebody wants to have.
[[nodiscard]] std::optional<server::Flaw> find_password_flaw(std::string_view password);

/// Not thread-safe to construct first (libsodium starts then); safe to use from many threads.
class PasswordHasher {
 public:
  explicit PasswordHasher(PasswordCost cost);

  /// Throws std::bad_alloc where there is not enough memory.
  [[nodiscard]] std::string hash(std::string_view password) const;

  /// Whether the password is the one that was hashed. Without a hash the answer is no after the
  /// same amount of work, so that nobody can tell an unknown name from a wrong password.
  [[nodiscard]] bool verify(const std::optional<std::string>& hash,
                            std::string_view password) const;

  /// Whether the hash was made with other parameters than are wanted now.
  [[nodiscard]] bool needs_rehash(const std::string& hash) const;

 private:
  PasswordCost cost_;
  std::string hash_of_nobody_;
};

}  // namespace daymark::accounts
