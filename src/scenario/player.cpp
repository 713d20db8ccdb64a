#include "scenario/player.hpp"

#include "base/text_distance.hpp"
#include "scenario/stage.hpp"
#include "scenario/verify.hpp"

#include <itsmflow/engine.hpp>
#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <algorithm>
#include <optional>
#include <utility>

namespace itsmflow::scenario {
namespace {

/// The kinds of obstacles, each once, in their order.
std::vector<std::string> kinds_of(const std::vector<Obstacle>& obstacles) {
  std::vector<std::string> kinds;
  for (const Obstacle& obstacle : obstacles) {
    std::string kind(to_string(obstacle.kind()));
    if (std::ranges::find(kinds, kind) == kinds.end()) kinds.push_back(std::move(kind));
  }
  return kinds;
}

std::string messages_of(const std::vector<Obstacle>& obstacles) {
  std::string text;
  for (const Obstacle& obstacle : obstacles) text += (text.empty() ? "" : "; ") + obstacle.message();
  return text;
}

std::vector<std::string> kinds_of(const std::vector<Obstacle::Kind>& wanted) {
  std::vector<std::string> kinds;
  for (const Obstacle::Kind kind : wanted) kinds.emplace_back(to_string(kind));
  return kinds;
}

class Player {
 public:
  Player(const Library& library, const Script& script, Witness* witness)
      : script_(script), witness_(witness), stage_(library, script, witness), engine_(stage_.engine()) {}

  Played play() {
    for (const Step& step : script_.steps) {
      if (!take(step)) break;
    }
    if (stage_.main().value != 0) played_.events = engine_.events(stage_.main());
    if (witness_ != nullptr) witness_->ended(engine_, stage_.now());
    return std::move(played_);
  }

 private:
  /// False: the case is not where the script says, so there is no use in going on.
  bool take(const Step& step) {
    try {
      if (step.verb == Verb::after) {
        stage_.pass(step.wait);
        return true;
      }
      if (step.verb == Verb::expect) {
        verify(engine_, step.model ? *step.model : *script_.model, stage_.case_of(step), step.expected, played_.failures);
        return true;
      }
      const CaseId in = step.verb == Verb::start ? CaseId{} : stage_.case_of(step);
      const itsmflow::Step came = command(step, in);
      if (witness_ != nullptr) witness_->took(step, stage_.now(), in, came);
      return judge(step, came);
    } catch (const Error& error) {
      fail("step-failed", step.span, fmt::format("'{}' could not be tried: {}", step.name, error.what()));
      return false;
    }
  }

  itsmflow::Step command(const Step& step, CaseId at) {
    const Command command{.item = step.item};
    switch (step.verb) {
      case Verb::start:
        return engine_.start(script_.process, step.actor, step.data);
      case Verb::begin:
        return engine_.begin(at, step.activity, step.actor, command);
      case Verb::end:
        return engine_.end(at, step.activity, step.actor, work(step));
      case Verb::claim:
        return engine_.claim(at, step.activity, step.actor, command);
      case Verb::hand_over:
        return engine_.hand_over(at, step.activity, step.actor, step.to, step.note, command);
      case Verb::suspend:
        return engine_.suspend(at, step.activity, step.actor, step.note, command);
      case Verb::resume:
        return engine_.resume(at, step.activity, step.actor, command);
      case Verb::withdraw:
        return engine_.withdraw(at, step.activity, step.actor, step.note, command);
      case Verb::set:
        return engine_.set(at, step.activity, step.actor, step.data, command);
      case Verb::cancel:
        return engine_.cancel(at, step.actor, step.note);
      case Verb::confirm:
        return engine_.confirm(at, step.deviation, step.actor, step.note);
      case Verb::disapprove:
        return engine_.disapprove(at, step.deviation, step.actor, step.note);
      case Verb::judge:
        return engine_.judge(at, step.outcome, step.actor, step.note);
      case Verb::send:
        return engine_.send(at, step.message, step.data);
      case Verb::answer:
        return engine_.answer(at, step.activity, {.result = step.result, .data = step.data, .failure = step.failure});
      case Verb::perform:
      case Verb::after:
      case Verb::expect:
        break;
    }
    return engine_.perform(at, step.activity, step.actor, work(step));
  }

  static Work work(const Step& step) {
    Work work;
    work.result = step.result;
    work.data = step.data;
    work.motive = step.motive;
    work.command.item = step.item;
    return work;
  }

  bool judge(const Step& step, const itsmflow::Step& came) {
    if (came && step.verb == Verb::start) stage_.set_main(came.case_id());
    if (came && step.verb == Verb::answer && step.failure.empty() && !taken(step, came)) return false;
    if (!came && step.refused.empty()) return refused(step, came);
    if (came && !step.refused.empty()) return not_refused(step);
    if (!came) check_reasons(step, came.obstacles());
    return true;
  }

  /// An answer that the case can't take counts as failing, so that nothing refuses it.
  bool taken(const Step& step, const itsmflow::Step& came) {
    if (came.events().empty() || came.events().front().type != EventType::call_failed) return true;
    Diagnostic& failure = fail("step-failed", step.span, fmt::format("'{}' could not be taken, and counts as failing", step.name));
    failure.label = came.events().front().note;
    failure.help = "if that is right, write `fails:` instead of the result";
    return false;
  }

  bool refused(const Step& step, const itsmflow::Step& came) {
    const std::vector<std::string> kinds = kinds_of(came.obstacles());
    Diagnostic& failure =
        fail("step-refused", step.span,
             fmt::format("'{}' was refused with {}: {}", step.name, enumerate(kinds), messages_of(came.obstacles())));
    failure.help = fmt::format("if that is right, write `refused: [{}]` below the step", fmt::join(kinds, ", "));
    if (const std::vector<std::string> motives = motives_of(came.deviations()); !motives.empty())
      failure.help += fmt::format("; it can be done all the same for {}: add `motive:`", enumerate(motives, "or"));
    return false;
  }

  /// Those with which a refused step would be accepted.
  static std::vector<std::string> motives_of(const std::vector<DeviationOption>& options) {
    std::vector<std::string> motives;
    for (const DeviationOption& option : options) {
      if (!option.obstacles.empty()) continue;
      for (const std::string& motive : option.motives)
        if (std::ranges::find(motives, motive) == motives.end()) motives.push_back(motive);
    }
    return motives;
  }

  bool not_refused(const Step& step) {
    Diagnostic& failure =
        fail("step-not-refused", step.refused_span,
             fmt::format("'{}' was done, and should have been refused with {}", step.name, enumerate(kinds_of(step.refused))));
    failure.related.push_back({step.span, "nothing stood in the way of this"});
    failure.help = "take `refused` out, or find out what the model does not forbid";
    return false;
  }

  void check_reasons(const Step& step, const std::vector<Obstacle>& obstacles) {
    const std::vector<std::string> stood = kinds_of(obstacles);
    std::vector<std::string> lacking;
    for (const std::string& kind : kinds_of(step.refused)) {
      if (std::ranges::find(stood, kind) == stood.end()) lacking.push_back(kind);
    }
    if (lacking.empty()) return;
    fail("other-refusal", step.refused_span,
         fmt::format("'{}' was refused with {}, not with {}: {}", step.name, enumerate(stood), enumerate(lacking, "or"),
                     messages_of(obstacles)));
  }

  Diagnostic& fail(std::string rule, const Span& span, std::string message) {
    Diagnostic failure;
    failure.rule = std::move(rule);
    failure.message = std::move(message);
    failure.span = span;
    return played_.failures.emplace_back(std::move(failure));
  }

  const Script& script_;
  Witness* witness_;
  Stage stage_;
  Engine& engine_;
  Played played_;
};

}  // namespace

Played play(const Library& library, const Script& script, Witness* witness) {
  return Player(library, script, witness).play();
}

}  // namespace itsmflow::scenario
