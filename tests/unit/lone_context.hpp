// A context for what needs none of it: no database is asked, and nothing is done elsewhere.
#pragma once

#include "context.hpp"

namespace daymark::unit_tests {

class LoneContext {
  accounts::PasswordHasher hasher_{{.memory_kib = 8, .passes = 1}};
  accounts::TimeZones time_zones_;
  achievements::Milestones milestones_;
  mood::Recorder recorder_{milestones_, [](const storage::Task&) {}};
  mood::Lister lister_{[](const storage::Task&) {}};
  health::Readiness readiness_;
  server::UntrustedProxies untrusted_proxies_;

 public:
  Context context{.hasher = hasher_,
                  .time_zones = time_zones_,
                  .milestones = milestones_,
                  .recorder = recorder_,
                  .lister = lister_,
                  .readiness = readiness_,
                  .untrusted_proxies = untrusted_proxies_};
};

}  // namespace daymark::unit_tests
