#include "support/test_service.hpp"

#include <signal.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace daymark::support {
namespace {

std::string read_output(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen(command.c_str(), "r"), pclose};
  if (!pipe) {
    throw std::runtime_error{"cannot start: " + command};
  }
  std::string output;
  std::array<char, 256> part{};
  while (std::fgets(part.data(), static_cast<int>(part.size()), pipe.get()) != nullptr) {
    output += part.data();
  }
  return output;
}

struct ProcessStatus {
  char state = '\0';
  pid_t parent = 0;
};

/// From /proc/<process>/stat, whose second field is a name in brackets that can hold anything.
std::optional<ProcessStatus> read_status(const std::string& process) {
  std::ifstream file{"/proc/" + process + "/stat"};
  std::string line;
  if (!std::getline(file, line)) {
    return std::nullopt;
  }
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) {
    return std::nullopt;
  }
  std::istringstream rest{line.substr(name_end + 1)};
  ProcessStatus status;
  rest >> status.state >> status.parent;
  return status;
}

/// Those whose entry is still there; 0 once the process was reaped.
int count_threads(pid_t process) {
  std::error_code gone;
  int count = 0;
  std::filesystem::directory_iterator thread{"/proc/" + std::to_string(process) + "/task", gone};
  while (!gone && thread != std::filesystem::directory_iterator{}) {
    ++count;
    thread.increment(gone);
  }
  return count;
}

}  // namespace

Service read_service(const std::filesystem::path& service_env) {
  std::ifstream file{service_env};
  std::map<std::string, std::string> values;
  for (std::string line; std::getline(file, line);) {
    if (const auto equals = line.find('='); equals != std::string::npos) {
      values[line.substr(0, equals)] = line.substr(equals + 1);
    }
  }
  for (const char* name : {"DAYMARK_TEST_URL", "DAYMARK_TEST_STATE", "PGHOST"}) {
    if (values[name].empty()) {
      throw std::runtime_error{service_env.string() + " has no " + name +
                               "; is the service running (tests/test_service start)?"};
    }
  }
  Service service;
  service.url = values["DAYMARK_TEST_URL"];
  service.jobs_metrics_port = values["DAYMARK_TEST_JOBS_METRICS_PORT"];
  service.state = values["DAYMARK_TEST_STATE"];
  service.database_host = values["PGHOST"];
  const auto host = service.url.find("://") + 3;
  const auto colon = service.url.find(':', host);
  if (host < 3 || colon == std::string::npos) {
    throw std::runtime_error{"not http://host:port: " + service.url};
  }
  service.host = service.url.substr(host, colon - host);
  service.port = service.url.substr(colon + 1);
  return service;
}

std::optional<pid_t> find_process(const Service& service, std::string_view name) {
  const auto folder = service.state / (name == "postgres" ? "services-db" : "services") / name;
  const auto output = read_output("s6-svstat -o pid '" + folder.string() + "' 2>&1");
  pid_t process = 0;
  if (!(std::istringstream{output} >> process) || process <= 0) {
    return std::nullopt;
  }
  return process;
}

std::vector<std::string> list_services(const Service& service, std::string_view prefix) {
  std::vector<std::string> names;
  for (const auto& folder : std::filesystem::directory_iterator{service.state / "services"}) {
    auto name = folder.path().filename().string();
    if (name.starts_with(prefix)) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

std::vector<pid_t> list_children(pid_t parent) {
  std::vector<pid_t> children;
  for (const auto& folder : std::filesystem::directory_iterator{"/proc"}) {
    const auto name = folder.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) {
      continue;
    }
    if (const auto status = read_status(name); status && status->parent == parent) {
      children.push_back(static_cast<pid_t>(std::stol(name)));
    }
  }
  return children;
}

void kill_process(pid_t process) { kill(process, SIGKILL); }

bool is_running(pid_t process) {
  const auto status = read_status(std::to_string(process));
  return status && (status->state != 'Z' || count_threads(process) > 1);
}

bool is_stopped(pid_t process) {
  const auto threads = std::to_string(process) + "/task";
  for (const auto& thread : std::filesystem::directory_iterator{"/proc/" + threads}) {
    const auto status = read_status(threads + "/" + thread.path().filename().string());
    if (status && status->state != 'T') {
      return false;
    }
  }
  return true;
}

std::chrono::nanoseconds cpu_time(pid_t process) {
  std::chrono::nanoseconds sum{};
  const auto threads = std::filesystem::path{"/proc"} / std::to_string(process) / "task";
  for (const auto& thread : std::filesystem::directory_iterator{threads}) {
    std::ifstream file{thread.path() / "schedstat"};
    std::int64_t on_cpu = 0;  // the first of the file's numbers, in nanoseconds
    file >> on_cpu;
    sum += std::chrono::nanoseconds{on_cpu};
  }
  return sum;
}

}  // namespace daymark::support
