#include "accounts/password.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <ctime>
#include <functional>
#include <limits>
#include <new>
#include <string>

#include "accounts/common_passwords.hpp"
#include "server/ascii.hpp"

namespace daymark::unit_tests {
namespace {

using accounts::PasswordHasher;

std::string flaw(std::string_view password) {
  const auto found = accounts::find_password_flaw(password);
  return found ? std::string(server::code(*found)) : "";
}

/// As cheap as libsodium allows.
const PasswordHasher& hasher() {
  static const PasswordHasher cheap{{.memory_kib = 8, .passes = 1}};
  return cheap;
}

BOOST_AUTO_TEST_SUITE(password_rules)

BOOST_AUTO_TEST_CASE(a_password_has_8_to_128_characters_whatever_their_bytes) {
  BOOST_TEST(flaw("") == "too-short");
  BOOST_TEST(flaw("k3yb0ar") == "too-short");
  BOOST_TEST(flaw("k3yb0ard!") == "");
  BOOST_TEST(flaw("жёжикии") == "too-short");
  BOOST_TEST(flaw("жёжикиии") == "");
  BOOST_TEST(flaw("😀😃😄😁😆😅😂🤣") == "");
  BOOST_TEST(flaw(std::string(128, 'x')) == "");
  BOOST_TEST(flaw(std::string(129, 'x')) == "too-long");
  std::string cyrillic;
  for (int i = 0; i < 128; ++i) {
    cyrillic += "ж";
  }
  BOOST_TEST(flaw(cyrillic) == "");
  BOOST_TEST(flaw(cyrillic + "ж") == "too-long");
}

BOOST_AUTO_TEST_CASE(spaces_and_any_other_characters_are_fine) {
  BOOST_TEST(flaw("correct horse battery staple") == "");
  BOOST_TEST(flaw("        ") == "");
  BOOST_TEST(flaw("'; drop table accounts; --") == "");
}

BOOST_AUTO_TEST_CASE(common_passwords_are_refused_in_any_case) {
  for (const std::string password : {"password", "PassWord", "12345678", "123456789", "baseball",
                                     "football", "sunshine", "QwertyUI", "computer"}) {
    BOOST_TEST(flaw(password) == (password == "QwertyUI" ? flaw("qwertyui") : "too-common"),
               password);
  }
}

BOOST_AUTO_TEST_CASE(the_list_of_common_passwords_can_be_searched_in_halves) {
  BOOST_TEST(accounts::kCommonPasswords.size() > 300U);
  BOOST_TEST((std::ranges::is_sorted(accounts::kCommonPasswords)));
  BOOST_TEST(
      (std::ranges::adjacent_find(accounts::kCommonPasswords) == accounts::kCommonPasswords.end()));
  for (const auto password : accounts::kCommonPasswords) {
    BOOST_TEST(flaw(password) == "too-common", password);
    BOOST_TEST((std::ranges::none_of(password, [](char c) { return server::to_lower(c) != c; })));
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(password_hashes)

BOOST_AUTO_TEST_CASE(only_the_password_itself_is_right) {
  const auto hash = hasher().hash("correct horse");
  BOOST_TEST(hasher().verify(hash, "correct horse"));
  for (const std::string wrong : {"", "correct hors", "correct horse ", "Correct horse", "ж"}) {
    BOOST_TEST(!hasher().verify(hash, wrong), wrong);
  }
}

BOOST_AUTO_TEST_CASE(every_byte_of_a_long_password_counts) {
  const std::string password(128 * 4, 'x');
  const auto hash = hasher().hash(password);
  BOOST_TEST(hasher().verify(hash, password));
  BOOST_TEST(!hasher().verify(hash, password.substr(1)));
  BOOST_TEST(!hasher().verify(hash, password.substr(0, password.size() - 1) + "y"));
}

BOOST_AUTO_TEST_CASE(a_hash_is_argon2id_in_phc_format_with_a_salt_of_its_own) {
  const auto hash = hasher().hash("correct horse");
  BOOST_TEST(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
  BOOST_TEST(hash != hasher().hash("correct horse"));
}

BOOST_AUTO_TEST_CASE(nobody_has_no_password_at_all) {
  BOOST_TEST(!hasher().verify(std::nullopt, "correct horse"));
  BOOST_TEST(!hasher().verify(std::nullopt, "nobody's password"));
  BOOST_TEST(!hasher().verify(std::nullopt, ""));
}

/// The least processor time of some tries.
std::clock_t least_time_of(const std::function<void()>& work) {
  auto least = std::numeric_limits<std::clock_t>::max();
  for (int i = 0; i < 7; ++i) {
    const auto started = std::clock();
    work();
    least = std::min(least, std::clock() - started);
  }
  return least;
}

BOOST_AUTO_TEST_CASE(nobody_takes_as_much_work_as_somebody) {
  const PasswordHasher dear{{.memory_kib = 16 * 1024, .passes = 2}};
  const auto hash = dear.hash("correct horse");
  const auto somebody = least_time_of([&] { BOOST_TEST(!dear.verify(hash, "another password")); });
  const auto nobody =
      least_time_of([&] { BOOST_TEST(!dear.verify(std::nullopt, "another password")); });
  BOOST_TEST(nobody * 2 > somebody);
  BOOST_TEST(somebody * 2 > nobody);
}

BOOST_AUTO_TEST_CASE(a_hash_that_is_none_is_never_right) {
  for (const std::string hash : {"", "x", "$argon2id$", "correct horse",
                                 "$argon2id$v=19$m=99999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA"}) {
    BOOST_TEST(!hasher().verify(hash, "correct horse"), hash);
  }
}

BOOST_AUTO_TEST_CASE(only_hashes_of_another_cost_are_made_again) {
  const PasswordHasher dearer{{.memory_kib = 16, .passes = 2}};
  const auto hash = hasher().hash("correct horse");
  BOOST_TEST(!hasher().needs_rehash(hash));
  BOOST_TEST(dearer.needs_rehash(hash));
  BOOST_TEST(dearer.verify(hash, "correct horse"), "the old parameters are in the hash");
  BOOST_TEST(!dearer.needs_rehash(dearer.hash("correct horse")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
