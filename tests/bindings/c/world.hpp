#pragma once

#include <itsmflow/itsmflow.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

// Everything here uses <itsmflow/itsmflow.h> alone; nlohmann reads transcripts.

namespace replay {

using Json = nlohmann::ordered_json;

/// A function of the library gave another status than ITSMFLOW_OK.
class Failure : public std::runtime_error {
 public:
  Failure(itsmflow_status status, itsmflow_text why)
      : std::runtime_error("status " + std::to_string(status) + ": " + std::string(why.data, why.size)) {}
};

inline itsmflow_text in(const std::string& text) {
  return {text.data(), text.size()};
}

inline std::string out(itsmflow_text text) {
  return {text.data, text.size};
}

/// RFC 3339 in UTC, with as many of 0, 3, 6 or 9 decimals as needed.
itsmflow_time read_moment(const std::string& text);
std::string write_moment(itsmflow_time time);

/// What a transcript is played in: its models from their files, a store in memory, and its people and its clock as callbacks.
class World {
 public:
  World(const std::string& root, const Json& header);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  itsmflow_call* call() const noexcept { return call_; }
  itsmflow_engine* engine() const noexcept { return engine_; }
  void set_clock(const std::string& moment) { now_ = read_moment(moment); }
  /// Throws Failure.
  void must(itsmflow_status status) const;

 private:
  struct Person {
    std::string id;
    std::vector<std::string> roles;
  };

  static itsmflow_status roles_of(void* context, itsmflow_text person, itsmflow_reply* reply);
  static itsmflow_status holders_of(void* context, itsmflow_text role, itsmflow_reply* reply);
  static itsmflow_status now(void* context, itsmflow_time* out);

  void make_engine(const std::string& root, const Json& header);
  void end() noexcept;

  std::vector<Person> people_;
  itsmflow_time now_{};
  itsmflow_call* call_ = nullptr;
  itsmflow_library* library_ = nullptr;
  itsmflow_directory* directory_ = nullptr;
  itsmflow_store* store_ = nullptr;
  itsmflow_engine* engine_ = nullptr;
};

/// Makes a call of a transcript, and gives what came of it in the transcript's form. Throws Failure.
std::string make_call(World& world, const Json& call);

}  // namespace replay
