#include "support/log_lines.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <mutex>
#include <utility>

#include "server/log.hpp"

namespace daymark::support {
namespace {

class KeptLines : public spdlog::sinks::base_sink<std::mutex> {
 public:
  std::vector<std::string> take() {
    const std::lock_guard lock{mutex_};
    return std::exchange(lines_, {});
  }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    lines_.emplace_back(message.payload.data(), message.payload.size());
  }
  void flush_() override {}

  std::vector<std::string> lines_;
};

const std::shared_ptr<KeptLines>& kept_lines() {
  static const auto lines = std::make_shared<KeptLines>();
  return lines;
}

}  // namespace

void keep_log_lines() {
  server::start_log("tests");
  spdlog::get("daymark")->sinks() = {kept_lines()};
}

std::vector<std::string> take_log_lines() { return kept_lines()->take(); }

}  // namespace daymark::support
