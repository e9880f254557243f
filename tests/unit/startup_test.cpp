#include "startup.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdint>
#include <thread>

namespace daymark::unit_tests {
namespace {

/// The turns of this thread, in ns, as sched_getattr(2) tells them: the fourth 64-bit word. 0 on a
/// Linux that gives everybody the same ones.
std::uint64_t turn_ns() {
  constexpr std::size_t kRuntime = 3;
  std::array<std::uint64_t, 6> attributes{};
  BOOST_REQUIRE(::syscall(SYS_sched_getattr, 0, attributes.data(), sizeof attributes, 0) == 0);
  return attributes.at(kRuntime);
}

BOOST_AUTO_TEST_SUITE(startup)

BOOST_AUTO_TEST_CASE(who_takes_long_turns_and_the_threads_after_it_have_them_and_keep_the_rest) {
  // In a thread: the other tests keep theirs.
  std::jthread{[] {
    const auto usual = turn_ns();
    const int policy = ::sched_getscheduler(0);
    const int nice = ::getpriority(PRIO_PROCESS, 0);
    take_long_turns();
    const std::uint64_t wanted = usual == 0 ? 0 : std::chrono::nanoseconds{kLongTurn}.count();
    BOOST_TEST(turn_ns() == wanted);
    BOOST_TEST(::sched_getscheduler(0) == policy);
    BOOST_TEST(::getpriority(PRIO_PROCESS, 0) == nice);
    std::jthread{[wanted] { BOOST_TEST(turn_ns() == wanted); }}.join();
  }}.join();
  BOOST_TEST((turn_ns() == 0 || turn_ns() < std::chrono::nanoseconds{kLongTurn}.count()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
