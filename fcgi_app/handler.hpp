// What a handler may be called with. Its signature says who may call it and what is read from the
// request (see kHandler). It is called only if all checks pass.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "accounts/account.hpp"
#include "achievements/achievement.hpp"
#include "server/fields.hpp"
#include "server/problem.hpp"
#include "server/request.hpp"
#include "server/session_guard.hpp"
#include "shared/ids.hpp"

namespace daymark {

struct Context;

enum class Access { kEverybody, kMember, kAdmin };

struct Handler {
  Access access = Access::kEverybody;

  /// Returns the answer, or nullopt if it comes through the Reply. Throws Refusal, storage::Failure
  /// and what the standard library throws, unless it has replied or will.
  std::optional<server::Response> (*answer)(Context&, const server::Request&,
                                            const server::Reply&) = nullptr;
};

/// Converts a part of the path; nullopt if the text cannot be such a value.
template <class Tag>
std::optional<shared::Id<Tag>> parse_path_value(std::string_view text,
                                                std::type_identity<shared::Id<Tag>>) {
  return shared::parse_id<shared::Id<Tag>>(text);
}
std::optional<accounts::UsernameKey> parse_path_value(std::string_view text,
                                                      std::type_identity<accounts::UsernameKey>);
std::optional<achievements::AchievementCode> parse_path_value(
    std::string_view text, std::type_identity<achievements::AchievementCode>);

template <class Value>
concept PathValue = requires(std::string_view text) {
  parse_path_value(text, std::type_identity<Value>{});
};

/// Runs the checks of one request, in the order of the handler's arguments.
class Checks {
 public:
  Checks(Context& context, const server::Request& request) : context_(context), request_(request) {}

  /// Returns the path's next value. Throws Refusal (kNotFound) if the text cannot be a Value.
  template <PathValue Value>
  Value next_path_value() {
    auto value =
        parse_path_value(request_.path_parameters.at(path_values_++), std::type_identity<Value>{});
    if (!value) {
      throw server::Refusal{server::Problem::kNotFound};
    }
    return *std::move(value);
  }

  /// Returns the caller's credentials, without checking them unless there are several. Throws
  /// Refusal: kNotSignedIn if there are none, kOtherAccount if the request is meant for another
  /// account.
  const server::Credentials& claimed_caller();

  /// Like claimed_caller, but nullopt if there are none.
  std::optional<server::Credentials> possible_caller();

  /// The caller's account. Throws Refusal: as claimed_caller, kNotSignedIn if the session is not
  /// alive, kCrossSite if another site makes the request.
  accounts::Account known_caller();

  /// Like known_caller. Throws Refusal (kAdminsOnly) too.
  accounts::Administrator administrator();

  /// Checks the session, unless that was done or the route is open to everybody.
  void make_caller_known(Access access) {
    if (access != Access::kEverybody && !is_caller_known_) {
      static_cast<void>(known_caller());
    }
  }

  /// Returns what `read` makes of the request. If that fails, the session is checked first: a
  /// caller who is not signed in gets 401 and learns nothing about the request's faults.
  template <class Read>
  auto read_from(Access access, Read read) -> decltype(read()) {
    if (access == Access::kEverybody) {
      refuse_cross_site_of_anybody();
      return read();
    }
    if (is_caller_known_) {
      server::refuse_malformed_account(request_);
      return read();
    }
    try {
      server::refuse_cross_site(request_, claimed_caller());
      server::refuse_malformed_account(request_);
      return read();
    } catch (const server::Refusal&) {
      static_cast<void>(known_caller());
      throw;
    }
  }

 private:
  void refuse_cross_site_of_anybody() const;

  Context& context_;
  const server::Request& request_;
  std::size_t path_values_ = 0;
  std::optional<server::Credentials> claimed_;
  bool is_caller_known_ = false;
};

template <class... Arguments>
constexpr Access access_of() {
  const auto has = []<class Wanted>(std::type_identity<Wanted>) {
    return (std::is_same_v<std::remove_cvref_t<Arguments>, Wanted> || ...);
  };
  if (has(std::type_identity<accounts::Administrator>{})) {
    return Access::kAdmin;
  }
  return has(std::type_identity<accounts::Account>{}) ||
                 has(std::type_identity<server::Credentials>{})
             ? Access::kMember
             : Access::kEverybody;
}

/// The place of an argument in the order of the checks.
template <class Argument>
constexpr int rank_of() {
  if (PathValue<Argument>) {
    return 0;
  }
  if (std::is_same_v<Argument, server::Credentials> ||
      std::is_same_v<Argument, std::optional<server::Credentials>>) {
    return 1;
  }
  if (std::is_same_v<Argument, accounts::Account> ||
      std::is_same_v<Argument, accounts::Administrator>) {
    return 2;
  }
  return std::is_same_v<Argument, server::Reply> ? 4 : 3;
}

template <class... Arguments>
constexpr bool are_in_order() {
  int last = 0;
  [[maybe_unused]] const auto follows = [&last](int rank) {
    return rank >= std::exchange(last, rank);
  };
  return (follows(rank_of<std::remove_cvref_t<Arguments>>()) && ...);
}

template <class... Arguments>
constexpr int count_read() {
  return (0 + ... + (rank_of<std::remove_cvref_t<Arguments>>() == 3 ? 1 : 0));
}

/// For routes that read neither a body nor parameters. Throws Refusal (422) for parameters.
inline void read_nothing(const server::Request& request) { server::refuse_parameters(request); }

template <auto kFunction, auto kRead, class Result, class... Arguments>
struct HandlerOf {
  static constexpr Access kAccess = access_of<Arguments...>();
  static constexpr bool kReadsNothing = std::is_same_v<decltype(kRead), decltype(&read_nothing)>;
  static_assert(are_in_order<Arguments...>(), "the arguments are in the order of the checks");
  static_assert(count_read<Arguments...>() == (kReadsNothing ? 0 : 1),
                "what a reader reads is one argument");

  static std::optional<server::Response> answer(Context& context, const server::Request& request,
                                                const server::Reply& reply) {
    Checks checks{context, request};
    const auto read = [&] {
      if constexpr (std::is_invocable_v<decltype(kRead), Context&, const server::Request&>) {
        return kRead(context, request);
      } else {
        return kRead(request);
      }
    };
    [[maybe_unused]] const auto bring =
        [&]<class Argument>(std::type_identity<Argument>) -> Argument {
      if constexpr (PathValue<Argument>) {
        return checks.next_path_value<Argument>();
      } else if constexpr (std::is_same_v<Argument, server::Credentials>) {
        return checks.claimed_caller();
      } else if constexpr (std::is_same_v<Argument, std::optional<server::Credentials>>) {
        return checks.possible_caller();
      } else if constexpr (std::is_same_v<Argument, accounts::Account>) {
        return checks.known_caller();
      } else if constexpr (std::is_same_v<Argument, accounts::Administrator>) {
        return checks.administrator();
      } else if constexpr (std::is_same_v<Argument, server::Reply>) {
        return reply;
      } else {
        return checks.read_from(kAccess, read);
      }
    };
    // Braces guarantee evaluation from left to right.
    std::tuple<std::remove_cvref_t<Arguments>...> arguments{
        bring(std::type_identity<std::remove_cvref_t<Arguments>>{})...};
    if constexpr (kReadsNothing) {
      checks.read_from(kAccess, read);
    }
    if (request.is_before_body) {
      checks.make_caller_known(kAccess);
      return server::Response{.status = 204};
    }
    return std::apply(
        [&](auto&... argument) -> std::optional<server::Response> {
          if constexpr (std::is_void_v<Result>) {
            kFunction(context, request, static_cast<Arguments>(std::move(argument))...);
            return std::nullopt;
          } else {
            return kFunction(context, request, static_cast<Arguments>(std::move(argument))...);
          }
        },
        arguments);
  }
};

template <auto kFunction, auto kRead, class Result, class... Arguments>
constexpr Handler handler_of(Result (*)(Context&, const server::Request&, Arguments...)) {
  using Of = HandlerOf<kFunction, kRead, Result, Arguments...>;
  return {.access = Of::kAccess, .answer = Of::answer};
}

/// The handler that calls `kFunction`, for example
///
///   Response change(Context&, const Request&, EntryId, const Credentials&, const EntryPatch&);
///
/// Each argument after the request is checked in this order, which is that of the API's contract:
///
///   EntryId, UsernameKey, …   404 if this part of the path cannot be one
///   Credentials               401 if there are none; `kFunction` checks the session in its query
///   optional<Credentials>     nullopt if there are none: for what is open to everybody
///   Account, Administrator    401, 403; the session is checked before later arguments are read
///   any other type            415, 400, 422; what `kRead` returns
///   Reply                     the answer comes later
///
/// If nginx asks before it takes the body, all is checked and `kFunction` is not called: 204.
///
/// Whatever asks for a caller refuses a request that is meant for another account (409). Without
/// Credentials, Account and Administrator the route is open to everybody. `kRead`: a function of
/// the request, or of the context and the request.
template <auto kFunction, auto kRead = &read_nothing>
inline constexpr Handler kHandler = handler_of<kFunction, kRead>(kFunction);

}  // namespace daymark
