#include "accounts/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <ctime>
#include <functional>
#include <limits>
#include <new>
#include <set>
#include <string>
#include <vector>

#include "accounts/common_passwords.hpp"
#include "accounts/username.hpp"
#include "server/ascii.hpp"

namespace daymark::unit_tests {
namespace {

using accounts::PasswordHasher;

std::string flaw(std::string_view password, std::string_view username = "somebody") {
  const auto found =
      accounts::find_password_flaw(password, accounts::username_key(username).value());
  return found ? std::string(server::code(*found)) : "";
}

std::string repeat(std::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) {
    repeated += text;
  }
  return repeated;
}

/// `зелёный чай` with its two letters in one code point each, and in two.
const std::string kComposed = "зел\u0451ны\u0439 чай";
const std::string kDecomposed = "зел\u0435\u0308ны\u0438\u0306 чай";

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
  BOOST_TEST(flaw(repeat("xy", 64)) == "");
  BOOST_TEST(flaw(repeat("xy", 64) + "x") == "too-long");
  BOOST_TEST(flaw(repeat("жы", 64)) == "");
  BOOST_TEST(flaw(repeat("жы", 64) + "ж") == "too-long");
}

BOOST_AUTO_TEST_CASE(the_length_of_a_password_is_that_of_its_composed_form) {
  BOOST_TEST(flaw("e\u0301te\u0301 vus") == "too-short", "nine code points, seven characters");
  BOOST_TEST(flaw("e\u0301te\u0301 vues") == "");
  // The code point whose decomposition is the longest there is.
  BOOST_TEST(flaw(repeat("\u1F82x", 64)) == "");
  BOOST_TEST(flaw(repeat("\u03B1\u0313\u0300\u0345x", 64)) == "");
  BOOST_TEST(flaw(repeat("\u03B1\u0313\u0300\u0345x", 64) + "x") == "too-long");
  // What is too long anyway is not ordered, which takes the square of its length.
  BOOST_TEST(flaw("x" + repeat("\u0315\u0300", 15'000)) == "too-long");
}

BOOST_AUTO_TEST_CASE(spaces_and_any_other_characters_are_fine) {
  BOOST_TEST(flaw("correct horse battery staple") == "");
  BOOST_TEST(flaw("       .") == "");
  BOOST_TEST(flaw("'; drop table accounts; --") == "");
}

BOOST_AUTO_TEST_CASE(one_character_over_and_over_is_refused) {
  for (const auto* character : {" ", "x", "7", "ж", "漢", "🔑", "\u0451", "\u0435\u0308"}) {
    BOOST_TEST(flaw(repeat(character, 8)) == "one-character", character);
    BOOST_TEST(flaw(repeat(character, 128)) == "one-character", character);
    BOOST_TEST(flaw(repeat(character, 8) + "y") == "", character);
    BOOST_TEST(flaw("y" + repeat(character, 8)) == "", character);
  }
  BOOST_TEST(flaw("жЖжЖжЖжЖ") == "");
  BOOST_TEST(flaw("\u0436\u0437\u0436\u0437\u0436\u0437\u0436\u0437") == "");
}

BOOST_AUTO_TEST_CASE(the_username_is_refused_in_any_spelling) {
  BOOST_TEST(flaw("augusta.ada", "augusta.ada") == "same-as-username");
  BOOST_TEST(flaw("Augusta.ADA", "augusta.ada") == "same-as-username");
  BOOST_TEST(flaw("ａｕｇｕｓｔａ.ada", "augusta.ada") == "same-as-username");
  BOOST_TEST(flaw("Зел\u0435\u0308ныйЧай", "зел\u0451ныйчай") == "same-as-username");
  BOOST_TEST(flaw("-augusta-", "-augusta-") == "same-as-username", "an old name");
  BOOST_TEST(flaw("augusta.ada1", "augusta.ada") == "");
  BOOST_TEST(flaw("augusta.ada", "augusta.adb") == "");
  BOOST_TEST(flaw("augusta ada", "augusta.ada") == "");
  BOOST_TEST(flaw("a walk along the river", "") == "", "a name that could not be read");
}

BOOST_AUTO_TEST_CASE(common_passwords_are_refused_in_any_case) {
  for (const std::string password :
       {"password", "PassWord", "12345678", "123456789", "baseball", "football", "sunshine",
        "QwertyUI", "computer", "password123", "Michelle", "iloveyou", "qwertyuiop", "1q2w3e4r5t",
        "12345678901234567890", "something", "trustno1", "Passw0rd"}) {
    BOOST_TEST(flaw(password) == "too-common", password);
  }
  for (const std::string password : {"password123 ", "xpassword", "1234567890123456789012",
                                     "пароль123", "ｐａｓｓｗｏｒｄ", "password\npassword"}) {
    BOOST_TEST(flaw(password) == "", password);
  }
}

BOOST_AUTO_TEST_CASE(words_of_daymark_are_refused_with_figures_and_signs_alone) {
  for (const std::string password : {"daymark1", "Daymark2026!", "2026-DAYMARK", "daymarkdaymark",
                                     "daymark mood", "mood2026", "Настроение", "дневник-2026"}) {
    BOOST_TEST(flaw(password) == "too-common", password);
  }
  for (const std::string password :
       {"daymarks", "a daymark for each evening", "moody blues", "мой дневник"}) {
    BOOST_TEST(flaw(password) == "", password);
  }
}

BOOST_AUTO_TEST_CASE(the_list_has_the_10000_commonest_passwords_of_8_characters_or_more) {
  std::vector<std::string_view> all;
  for (const auto& [length, passwords] : accounts::kCommonPasswords) {
    BOOST_TEST(length >= accounts::kPasswordLengthMin);
    BOOST_REQUIRE(passwords.size() % length == 0U);
    std::vector<std::string_view> group;
    for (std::size_t at = 0; at < passwords.size(); at += length) {
      group.push_back(passwords.substr(at, length));
    }
    BOOST_TEST((std::ranges::is_sorted(group)));
    all.insert(all.end(), group.begin(), group.end());
  }
  BOOST_TEST(all.size() == 10'000U);
  BOOST_TEST((std::set<std::string_view>(all.begin(), all.end()).size() == all.size()));
  for (const auto password : all) {
    const auto found = flaw(password, "nobody");
    BOOST_TEST((found == "too-common" || found == "one-character"), password);
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

BOOST_AUTO_TEST_CASE(a_password_is_one_in_composed_and_in_decomposed_letters) {
  for (const auto& wanted : {kComposed, kDecomposed}) {
    const auto hash = hasher().hash(wanted);
    BOOST_TEST(hasher().verify(hash, kComposed));
    BOOST_TEST(hasher().verify(hash, kDecomposed));
    BOOST_TEST(!hasher().verify(hash, "зеленыи чай"));
  }
}

BOOST_AUTO_TEST_CASE(a_password_that_was_once_hashed_as_it_was_typed_is_still_right) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  BOOST_REQUIRE(crypto_pwhash_str(hash.data(), kDecomposed.data(), kDecomposed.size(), 1,
                                  crypto_pwhash_MEMLIMIT_MIN) == 0);
  BOOST_TEST(hasher().verify(hash.data(), kDecomposed));
  BOOST_TEST(!hasher().verify(hash.data(), kComposed));
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
  for (const auto& wrong : {kComposed, kDecomposed}) {
    const auto somebody = least_time_of([&] { BOOST_TEST(!dear.verify(hash, wrong)); });
    const auto nobody = least_time_of([&] { BOOST_TEST(!dear.verify(std::nullopt, wrong)); });
    BOOST_TEST(nobody * 3 > somebody * 2);
    BOOST_TEST(somebody * 3 > nobody * 2);
  }
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
