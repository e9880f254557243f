#include "shared/clock.hpp"

#include <boost/test/unit_test.hpp>

namespace daymark::unit_tests {
namespace {

using namespace std::chrono_literals;
using shared::Clock;
using shared::Instant;
using shared::kClockAge;
using shared::kClockAgeMax;
using shared::kClockErrorMax;

constexpr Instant kNoon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 10} + 12h};

/// The time at tick 1 s, after an answer that came 100 ms after the question. What the machine said
/// then was `machine`.
Instant after_answer(Instant answer, Instant machine) {
  Clock clock;
  clock.hear(900ms, answer, 1s, machine);
  return clock.read(1s, machine);
}

BOOST_AUTO_TEST_SUITE(clock)

BOOST_AUTO_TEST_CASE(before_the_first_answer_there_is_only_the_machines_clock) {
  const Clock clock;
  BOOST_TEST((clock.read(5s, kNoon) == kNoon));
  BOOST_TEST(!clock.is_known(0s));
  BOOST_TEST(!clock.is_known(5s));
}

BOOST_AUTO_TEST_CASE(a_machines_clock_that_can_be_right_is_right) {
  BOOST_TEST((after_answer(kNoon, kNoon) == kNoon));
  BOOST_TEST((after_answer(kNoon, kNoon + 70ms) == kNoon + 70ms));
  BOOST_TEST((after_answer(kNoon, kNoon + 100ms) == kNoon + 100ms));
}

BOOST_AUTO_TEST_CASE(a_machines_clock_that_is_wrong_counts_for_nothing) {
  for (const auto error : {std::chrono::microseconds{1us}, std::chrono::microseconds{1h},
                           std::chrono::microseconds{std::chrono::days{400}}}) {
    BOOST_TEST((after_answer(kNoon, kNoon - error) == kNoon));
    BOOST_TEST((after_answer(kNoon, kNoon + 100ms + error) == kNoon + 100ms));
  }
}

BOOST_AUTO_TEST_CASE(between_two_answers_it_goes_on_whatever_the_machines_clock_is_set_to) {
  Clock clock;
  clock.hear(1s, kNoon, 1s, kNoon);
  BOOST_TEST((clock.read(8s, kNoon + 1h) == kNoon + 7s));
  BOOST_TEST((clock.read(8s, kNoon - 1h) == kNoon + 7s));
  clock.hear(11s, kNoon + 3s, 11s, kNoon + 1h);
  BOOST_TEST((clock.read(12s, kNoon + 1h) == kNoon + 4s));
}

BOOST_AUTO_TEST_CASE(an_answer_that_took_too_long_is_none) {
  Clock clock;
  clock.hear(1s, kNoon, 1s + kClockErrorMax + 1us, kNoon);
  BOOST_TEST(!clock.is_known(4s));
  clock.hear(1s, kNoon, 1s + kClockErrorMax, kNoon);
  BOOST_TEST(clock.is_known(4s));
}

BOOST_AUTO_TEST_CASE(an_answer_is_good_for_a_minute) {
  Clock clock;
  clock.hear(1s, kNoon, 1s, kNoon);
  BOOST_TEST(clock.is_known(1s));
  BOOST_TEST(clock.is_known(1s + kClockAgeMax - 1us));
  BOOST_TEST(!clock.is_known(1s + kClockAgeMax));
}

BOOST_AUTO_TEST_CASE(one_caller_asks_before_the_answer_is_too_old) {
  Clock clock;
  clock.hear(1s, kNoon, 1s, kNoon);
  BOOST_TEST(!clock.take_question(1s + kClockAge - 1us));
  BOOST_TEST(clock.take_question(1s + kClockAge));
  BOOST_TEST(!clock.take_question(1s + kClockAge));
  // Without an answer it is asked again.
  BOOST_TEST(clock.take_question(1s + 2 * kClockAge));
}

BOOST_AUTO_TEST_CASE(ticks_go_forward) {
  const auto before = shared::read_ticks();
  BOOST_TEST((before > 0s));
  BOOST_TEST((shared::read_ticks() >= before));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
