#include "jobs/metrics.hpp"

#include <fmt/format.h>
#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <exception>
#include <stdexcept>

namespace daymark::jobs {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;

struct Metrics::Figures {
  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  Family<Counter>& done = BuildCounter()
                              .Name("daymark_jobs_done_total")
                              .Help("Jobs that this process has done, by kind")
                              .Register(*registry);
  Family<Counter>& failed = BuildCounter()
                                .Name("daymark_jobs_failed_total")
                                .Help("Jobs that have failed in this process, by kind")
                                .Register(*registry);
  Gauge& due = BuildGauge()
                   .Name("daymark_jobs_due")
                   .Help("Jobs that are due and not parked, counted up to 100,000")
                   .Register(*registry)
                   .Add({});
  Gauge& parked = BuildGauge()
                      .Name("daymark_jobs_parked")
                      .Help("Jobs that have failed so often that nobody tries them any more")
                      .Register(*registry)
                      .Add({});
  Family<Gauge>& differences = BuildGauge()
                                   .Name("daymark_count_differences")
                                   .Help("Rows in which a stored figure differs from a count")
                                   .Register(*registry);
  std::unique_ptr<prometheus::Exposer> exposer;  // declared last: destroyed before what it serves
};

Metrics::Metrics() : figures_(std::make_unique<Figures>()) {
  // Counters start at 0: Prometheus's rate() would miss the first failure of a new counter.
  for (const auto& [kind, kind_name] : kNames) {
    count_done(kind, 0);
    figures_->failed.Add({{"kind", std::string{kind_name}}});
  }
}

Metrics::~Metrics() = default;

void Metrics::serve(const std::string& address) {
  try {
    figures_->exposer = std::make_unique<prometheus::Exposer>(address, 1);
    figures_->exposer->RegisterCollectable(figures_->registry);
  } catch (const std::exception&) {
    throw std::runtime_error{fmt::format("cannot serve metrics at {}", address)};
  }
}

bool Metrics::is_served() const { return figures_->exposer != nullptr; }

void Metrics::count_done(Kind kind, std::int64_t jobs) {
  figures_->done.Add({{"kind", std::string{name(kind)}}}).Increment(static_cast<double>(jobs));
}

void Metrics::count_failed(Kind kind) {
  figures_->failed.Add({{"kind", std::string{name(kind)}}}).Increment();
}

void Metrics::show_queue(const Size& size) {
  figures_->due.Set(static_cast<double>(size.due));
  figures_->parked.Set(static_cast<double>(size.parked));
}

void Metrics::show_difference(std::string_view figure, std::int64_t different) {
  figures_->differences.Add({{"figure", std::string{figure}}}).Set(static_cast<double>(different));
}

std::string Metrics::text() const {
  return prometheus::TextSerializer{}.Serialize(figures_->registry->Collect());
}

}  // namespace daymark::jobs
