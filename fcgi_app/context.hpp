// What the handlers of one thread use: its database session and shared objects.
#pragma once

#include "accounts/password.hpp"
#include "accounts/time_zones.hpp"
#include "achievements/achievements.hpp"
#include "health/readiness.hpp"
#include "mood/lister.hpp"
#include "mood/recorder.hpp"
#include "server/untrusted_proxies.hpp"
#include "storage/database.hpp"

namespace daymark {

struct Context {
  storage::Database database;
  const accounts::PasswordHasher& hasher;
  accounts::TimeZones& time_zones;
  achievements::Milestones& milestones;
  mood::Recorder& recorder;
  mood::Lister& lister;
  health::Readiness& readiness;
  server::UntrustedProxies& untrusted_proxies;
  bool is_sign_up_open = true;
  mood::AccountLimits limits = {};
};

}  // namespace daymark
