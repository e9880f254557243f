#include "support/log_lines.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <mutex>
#include <system_error>

#include "server/log.hpp"

namespace daymark::support {
namespace {

/// A file in memory, so that nobody has to wait where many lines are not taken.
class KeptLines {
 public:
  KeptLines() : file_(memfd_create("log", MFD_CLOEXEC)) {
    if (file_ < 0) {
      throw std::system_error{errno, std::system_category(), "memfd_create"};
    }
  }
  ~KeptLines() { close(file_); }
  KeptLines(const KeptLines&) = delete;
  KeptLines& operator=(const KeptLines&) = delete;

  [[nodiscard]] int file() const { return file_; }

  std::vector<std::string> take() {
    const std::lock_guard lock{mutex_};
    std::array<char, 4096> part{};
    for (;;) {
      const auto count = pread(file_, part.data(), part.size(), taken_);
      if (count <= 0) {
        break;
      }
      text_.append(part.data(), static_cast<std::size_t>(count));
      taken_ += count;
    }
    return split_lines(text_);
  }

 private:
  int file_;
  std::mutex mutex_;
  off_t taken_ = 0;
  std::string text_;  // the beginning of a line, where another thread is writing its end
};

KeptLines& kept_lines() {
  static KeptLines lines;
  return lines;
}

}  // namespace

std::vector<std::string> split_lines(std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  text.erase(0, begin);
  return lines;
}

void keep_log_lines() { server::start_log("tests", kept_lines().file()); }

std::vector<std::string> take_log_lines() {
  server::flush_log();
  return kept_lines().take();
}

}  // namespace daymark::support
