#pragma once

#include "bounds.hpp"
#include "require.hpp"

#include <itsmflow/clock.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/error.hpp>
#include <itsmflow/memory_store.hpp>

#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

// Cases of any model, worked on at random: what is offered is done, with data of the right kind; now and then something else is tried.

namespace itsmflow::fuzz {

/// Three persons who have all roles, so that rules about people can be kept, and one who has none.
inline Directory everybody(const std::vector<std::shared_ptr<const Model>>& models) {
  std::vector<std::string> roles;
  for (const auto& model : models)
    for (const Role& role : model->roles) roles.push_back(role.id);
  return Directory(std::vector<Directory::Person>{{"ada", roles}, {"bo", roles}, {"cy", roles}, {"nobody", {}}});
}

/// Whether everything in the store was written by an engine, so that it must be able to read it.
enum class Trust { store, nothing };

class Walk {
 public:
  /// `store`: none, one in memory of its own.
  Walk(Library library, std::uint32_t seed, Trust trust = Trust::store, Store* store = nullptr)
      : people_(everybody(library.models())),
        random_(seed),
        trust_(trust),
        store_(store != nullptr ? *store : own_store_),
        engine_(std::move(library), store_, people_,
                EngineOptions{.clock = &clock_, .agenda_limit = kMostEvents, .search_limit = kMostSearched}) {}

  Engine& engine() { return engine_; }
  Store& store() { return store_; }
  ManualClock& clock() { return clock_; }

  /// Starts a case of the process, with all that it asks for if that can be given; none where it is refused.
  std::optional<CaseId> start(const Model& model) {
    Data data;
    for (const auto* fields : {&model.start.required, &model.start.asked})
      for (const FieldRef& ref : *fields) data[model.path(ref)] = value_for(model.field(ref));
    std::optional<CaseId> id;
    attempt([&] {
      const Step step = engine_.start(model.process, "ada", data);
      if (step) id = step.case_id();
    });
    return id;
  }

  /// One step, or an attempt at one.
  void step(CaseId id) {
    attempt([&] {
      const std::string actor = one_of({"ada", "bo", "cy"});
      const auto model = engine_.model_of(id);
      const std::vector<Offer> offers = engine_.offers_for(actor, id);
      switch (pick(20)) {
        case 0:
          clock_.advance(Duration{pick(2) == 0 ? 3'600 : 864'000, 0});
          engine_.due();
          return;
        case 1:
          hear(id, *model);
          return;
        case 2:
          if (!model->activities.empty()) deviate(id, *model, actor);
          return;
        case 3:
          judge(id, *model, actor);
          return;
        case 4:
          if (pick(6) == 0) engine_.cancel(id, actor, "no use");
          return;
        default:
          break;
      }
      if (offers.empty()) return hear(id, *model);
      take_up(id, offers[static_cast<std::size_t>(pick(static_cast<int>(offers.size())))], actor);
    });
  }

  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

 private:
  /// What the model or the moment forbids is no finding; anything else that is thrown is one.
  template <class Work>
  void attempt(const Work& work) {
    try {
      work();
    } catch (const StoreError& error) {
      require(trust_ == Trust::nothing, "what the engine wrote can be read", error.what());
    } catch (const Error&) {
    }
  }

  std::string one_of(const std::vector<std::string>& words) {
    return words[static_cast<std::size_t>(pick(static_cast<int>(words.size())))];
  }

  void take_up(CaseId id, const Offer& offer, const std::string& actor) {
    const Command command{.item = offer.item};
    if (offer.status == WorkStatus::suspended) {
      engine_.resume(id, offer.activity, actor, command);
      return;
    }
    switch (pick(12)) {
      case 0:
        engine_.begin(id, offer.activity, actor, command);
        return;
      case 1:
        engine_.claim(id, offer.activity, actor, command);
        return;
      case 2:
        engine_.hand_over(id, offer.activity, actor, one_of({"ada", "bo", "cy"}), "all is well", command);
        return;
      case 3:
        engine_.suspend(id, offer.activity, actor, "to be continued", command);
        return;
      case 4:
        engine_.withdraw(id, offer.activity, actor, "not now", command);
        return;
      default:
        break;
    }
    Work work;
    work.command = command;
    const auto model = engine_.model_of(id);
    if (!offer.results.empty()) {
      const OfferedResult& result = offer.results[static_cast<std::size_t>(pick(static_cast<int>(offer.results.size())))];
      work.result = result.id;
      for (const OfferedField& field : result.fields)
        if (const auto ref = model->find_field(field.path)) work.data[field.path] = value_for(model->field(*ref));
    }
    engine_.perform(id, offer.activity, actor, work);
  }

  void hear(CaseId id, const Model& model) {
    for (const WaitView& wait : engine_.show(id).waits) {
      if (!wait.message.empty()) engine_.send(id, wait.message, {{"number", 7}, {"text", "so"}});
      if (wait.service.empty()) continue;
      const auto activity = model.find_activity(wait.activity);
      if (!activity || pick(4) == 0) {
        engine_.answer(id, wait.activity, ServiceReply{.failure = "no power"});
        continue;
      }
      const auto& results = model.activities[*activity].results;
      ServiceReply reply;
      if (!results.empty()) reply.result = results[static_cast<std::size_t>(pick(static_cast<int>(results.size())))].id;
      engine_.answer(id, wait.activity, reply);
    }
  }

  void deviate(CaseId id, const Model& model, const std::string& actor) {
    if (model.deviations.motives.empty()) return;
    const Activity& activity = model.activities[static_cast<std::size_t>(pick(static_cast<int>(model.activities.size())))];
    Work work;
    work.motive = Motive{.name = model.deviations.motives.front().id, .because = "there is no other way"};
    if (!activity.results.empty())
      work.result = activity.results[static_cast<std::size_t>(pick(static_cast<int>(activity.results.size())))].id;
    engine_.perform(id, activity.id, actor, work);
  }

  void judge(CaseId id, const Model& model, const std::string& actor) {
    for (const DeviationView& deviation : engine_.show(id).deviations)
      if (pick(2) == 0)
        engine_.confirm(id, deviation.number, actor);
      else
        engine_.disapprove(id, deviation.number, actor);
    const auto& outcomes = model.outcomes.outcomes;
    if (!outcomes.empty()) engine_.judge(id, outcomes[static_cast<std::size_t>(pick(static_cast<int>(outcomes.size())))].id, actor);
  }

  Value value_for(const Field& field) {
    switch (field.type) {
      case FieldType::integer:
        return field.min && field.min->if_int() ? *field.min->if_int() : std::int64_t{pick(5)};
      case FieldType::reference:
        return std::int64_t{1};
      case FieldType::number:
        return field.min ? *field.min : Value(0.5 + pick(3));
      case FieldType::boolean:
        return pick(2) == 0;
      case FieldType::enumeration:
        return field.choices.empty() ? Value() : Value(one_of(field.choices));
      case FieldType::date:
        return "2014-03-03";
      case FieldType::time:
        return "10:00";
      case FieldType::datetime:
        return Timestamp{1'400'000'000 + pick(1'000), 0};
      case FieldType::duration:
        return Duration{pick(100'000), 0};
      case FieldType::person:
        return one_of({"ada", "bo"});
      case FieldType::list: {
        Value::List items;
        for (int i = pick(4); i > 0 && field.element; --i) items.push_back(value_for(*field.element));
        return items;
      }
      case FieldType::record: {
        Value::Entries members;
        for (const Field& member : field.fields) members.emplace_back(member.id, value_for(member));
        return members;
      }
      case FieldType::document:
        return document_value("plan.pdf", "what is in it");
      case FieldType::uri:
        return "https://example.org/1";
      default:
        return "some words";
    }
  }

  Directory people_;
  std::mt19937 random_;
  Trust trust_;
  ManualClock clock_{Timestamp{1'393'833'600, 0}};
  MemoryStore own_store_;
  Store& store_;
  Engine engine_;
};

}  // namespace itsmflow::fuzz
