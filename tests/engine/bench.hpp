#pragma once

#include "catch.hpp"
#include "places.hpp"

#include <itsmflow/clock.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/memory_store.hpp>

#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// A model, people, a clock that stands still, a store in memory and an engine: what a test of behaviour needs.
class Bench {
 public:
  explicit Bench(Directory people = {}) : people_(std::move(people)) {}

  static Bench file(const std::string& path, Directory people) {
    Bench bench(std::move(people));
    bench.library_ = load_library(places::source() + "/" + path).value_or_throw();
    bench.make();
    return bench;
  }
  static Bench text(const std::string& text, Directory people) {
    Bench bench(std::move(people));
    auto model = load_model(text).value_or_throw();
    bench.library_ = Library({model}, load_library(std::vector<std::string>{}).value_or_throw().reader());
    bench.make();
    return bench;
  }

  /// Several models that know each other.
  static Bench texts(const std::vector<std::string>& texts, Directory people) {
    Bench bench(std::move(people));
    std::vector<std::shared_ptr<const Model>> models;
    for (const std::string& text : texts) models.push_back(load_model(text).value_or_throw());
    bench.library_ = Library(std::move(models), load_library(std::vector<std::string>{}).value_or_throw().reader());
    bench.make();
    return bench;
  }

  Engine& engine() { return *engine_; }
  MemoryStore& store() { return *store_; }
  ManualClock& clock() { return *clock_; }
  const Library& library() const { return library_; }
  const Directory& people() const { return *directory_; }

  std::string state(CaseId id, const std::string& object) {
    for (const ObjectView& view : engine_->show(id).objects)
      if (view.id == object) return view.state;
    return "(no such object)";
  }

 private:
  void make() {
    directory_ = std::make_unique<Directory>(std::move(people_));
    store_ = std::make_unique<MemoryStore>();
    clock_ = std::make_unique<ManualClock>(parse_timestamp("2014-03-03T08:00:00Z").value());
    engine_ = std::make_unique<Engine>(library_, *store_, *directory_, EngineOptions{.clock = clock_.get()});
  }

  Directory people_;
  Library library_;
  std::unique_ptr<Directory> directory_;
  std::unique_ptr<MemoryStore> store_;
  std::unique_ptr<ManualClock> clock_;
  std::unique_ptr<Engine> engine_;
};

inline std::vector<Obstacle::Kind> kinds(const std::vector<Obstacle>& obstacles) {
  std::vector<Obstacle::Kind> found;
  for (const Obstacle& obstacle : obstacles) found.push_back(obstacle.kind());
  return found;
}
inline std::vector<Obstacle::Kind> kinds(const Step& step) {
  return kinds(step.obstacles());
}

inline std::vector<std::string> types(const Step& step) {
  std::vector<std::string> found;
  for (const Event& event : step.events()) found.emplace_back(to_string(event.type));
  return found;
}

/// "implement report" …: what a person is offered in a case.
inline std::vector<std::string> offered(const Engine& engine, CaseId id, const std::string& person) {
  std::vector<std::string> found;
  for (const Offer& offer : engine.offers_for(person, id)) found.push_back(offer.activity);
  return found;
}

/// Fails with the obstacles' own words.
inline void require_done(const Step& step) {
  std::string words;
  for (const Obstacle& obstacle : step.obstacles())
    words += std::string(to_string(obstacle.kind())) + ": " + obstacle.message() + "\n";
  INFO(words);
  REQUIRE(step);
}

}  // namespace itsmflow

namespace Catch {
template <>
struct StringMaker<itsmflow::Obstacle::Kind> {
  static std::string convert(itsmflow::Obstacle::Kind kind) { return std::string(itsmflow::to_string(kind)); }
};
}  // namespace Catch
