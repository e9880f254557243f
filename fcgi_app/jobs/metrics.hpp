// What the jobs do, in figures for Prometheus. The only room that knows prometheus-cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "jobs/queue.hpp"

namespace daymark::jobs {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  /// Answers `GET /metrics` at `127.0.0.1:9101` or the like from now on, in threads of its own;
  /// they take up to two seconds to end. Throws std::runtime_error.
  void serve(const std::string& address);
  [[nodiscard]] bool is_served() const;

  void count_done(Kind kind, std::int64_t jobs = 1);
  void count_failed(Kind kind);
  void show_queue(const Size& size);
  /// In how many rows a figure differs from a count.
  void show_difference(std::string_view figure, std::int64_t different);

  /// What is answered.
  [[nodiscard]] std::string text() const;

 private:
  struct Figures;

  std::unique_ptr<Figures> figures_;
};

}  // namespace daymark::jobs
