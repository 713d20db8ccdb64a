#pragma once

#include <itsmflow/itsmflow.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

/// What the world outside has seen and knows, whatever becomes of the program.
struct World {
  std::map<std::string, std::vector<std::string>> told;    ///< notifications by their keys, each time
  std::map<std::string, std::vector<std::string>> called;  ///< calls of services by their keys, each time
  std::map<std::string, itsmflow::CaseId> cases;           ///< by the names that a course gives them
};

/// How a program comes to its store, and what somebody else does about the file now and then.
struct Place {
  std::function<std::unique_ptr<itsmflow::Store>()> open;
  std::function<void()> checkpoint = [] {};
};

const itsmflow::Library& fault_models();
const itsmflow::Directory& fault_people();

/// A program that uses the library: it may fail, end and be begun again.
class Program {
 public:
  static constexpr itsmflow::Duration kLease{10, 0};

  Program(World& world, Place place);

  void start_up();
  void shut_down();

  World& world() { return world_; }
  itsmflow::Engine& engine();
  itsmflow::Store& store();
  itsmflow::ManualClock& clock() { return clock_; }
  bool is_up() const { return engine_ != nullptr; }
  void checkpoint() { place_.checkpoint(); }
  void deliver();

 private:
  World& world_;
  Place place_;
  itsmflow::ManualClock clock_;
  std::unique_ptr<itsmflow::Store> store_;
  std::unique_ptr<itsmflow::Engine> engine_;
};
