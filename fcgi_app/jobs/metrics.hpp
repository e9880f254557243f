// Metrics of the jobs for Prometheus. Only metrics.cpp uses prometheus-cpp.
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

  /// Serves `GET /metrics` at `address`, for example `127.0.0.1:9101` or `[::1]:9101`, in threads
  /// of its own, which take up to two seconds to end. Throws std::runtime_error.
  void serve(const std::string& address);
  [[nodiscard]] bool is_served() const;

  void count_done(Kind kind, std::int64_t jobs = 1);
  void count_failed(Kind kind);
  void show_queue(const Size& size);
  /// Sets the number of rows in which a figure differs from a count.
  void show_difference(std::string_view figure, std::int64_t different);

  /// The metrics as `GET /metrics` returns them.
  [[nodiscard]] std::string text() const;

 private:
  struct Figures;

  std::unique_ptr<Figures> figures_;
};

}  // namespace daymark::jobs
