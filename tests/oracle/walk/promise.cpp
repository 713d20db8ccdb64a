#include "promise.hpp"

#include "../twin/completion.hpp"
#include "deviation.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using What = Doing::What;

const Timer& timer_of(const Act& act, const World& world) {
  return world.of(1).now().timers.at({act.activity, act.result});
}

Doing as_doing(const Act& act, const World& world) {
  Doing doing{.person = act.person, .activity = act.activity, .result = act.result, .data = act.data};
  switch (act.what) {
    case Act::What::perform:
      doing.what = What::perform;
      break;
    case Act::What::withdraw:
      doing.what = What::withdraw;
      break;
    case Act::What::resume:
      doing.what = What::resume;
      break;
    case Act::What::answer:
      doing.what = What::answer;
      break;
    case Act::What::send:
      doing.what = What::send;
      doing.activity.clear();
      break;
    default:
      return {.what = What::due, .wait = std::max<std::int64_t>(0, timer_of(act, world).at - world.time())};
  }
  return doing;
}

/// The user, who knows what the twin knows.
class User {
 public:
  User(std::uint64_t seed, Pair& pair, Kept& kept) : random_(seed + 0xca5e), pair_(pair), kept_(kept) {}

  /// False: he can't start a case that can be completed.
  bool go(int steps) {
    if (!starts()) return false;
    for (int i = 0; i < steps && goes_on(); ++i) {
      if (random_.chance(60) && !policy().empty())
        deviate();
      else if (const auto story = draw_story(random_, twin()); story && random_.chance(15))
        does(*story);
      else
        work();
    }
    for (int i = 0; i < kMostToTheEnd && goes_on(); ++i) follow();
    if (goes_on()) broken("it doesn't end, although a completion is found each time");
    kept_.over += twin().now().status == CaseStatus::over ? 1 : 0;
    kept_.given_up += given_up_ ? 1 : 0;
    return true;
  }

 private:
  static constexpr int kMostToTheEnd = 200;

  World& world() { return pair_.world(); }
  Twin& twin() { return world().of(1); }
  const std::vector<Line>& policy() { return twin().model().deviations.allow; }
  bool goes_on() { return kept_.found.disagreement.empty() && !given_up_ && twin().now().status == CaseStatus::open; }
  void broken(const std::string& how) { kept_.found.disagreement = how; }

  /// False: they disagree. Whether something happened the pair knows.
  bool does(const Doing& doing) {
    kept_.found.doings.push_back(doing);
    kept_.found.disagreement = pair_.does(doing);
    if (pair_.changed()) ++kept_.steps;
    return kept_.found.disagreement.empty();
  }

  /// A completion from here is known, or is looked for.
  Completion::Is look() {
    if (at_ < way_.size() && twin().key() == expected_) return Completion::Is::found;
    Completion completion(world(), 1, 40'000);
    const Completion::Is is = hurries_ ? completion.look_for_shortest() : completion.look();
    way_ = completion.way();
    at_ = 0;
    expected_ = twin().key();
    return is;
  }

  bool starts() {
    const Model& model = kept_.found.model;
    for (const auto& [person, roles] : model.people) {
      if (!may_start(model, person)) continue;
      Data data;
      for (const std::string& path : model.start_required) data[path] = draw_value(random_, *model.field(path));
      if (!does({.what = What::start, .person = person, .data = data}) || !pair_.started()) return false;
      return twin().now().status == CaseStatus::open && Completion(world(), 1).is_easily_found();
    }
    return false;
  }

  void deviate() {
    const Doing doing = draw_deviation(random_, world(), 1);
    if (strands_without_deviating(doing)) return;
    const std::size_t before = twin().now().deviations.size();
    if (!does(doing)) return;
    if (!pair_.changed()) {
      kept_.refused += would(world(), doing) == Would::deviate ? 1 : 0;
      return;
    }
    const std::size_t made = twin().now().deviations.size() - before;
    kept_.deviations += made;
    if (made == 0 || twin().now().status != CaseStatus::open) return;
    const Completion::Is is = look();
    if (is == Completion::Is::none) broken("after this deviation no completion is left");
    given_up_ = is == Completion::Is::unknown;
  }

  /// An ordinary step after which it is easily seen that a completion is left: any that is offered, or else one of a completion.
  void work() {
    for (int tries = 0; tries < 4; ++tries) {
      const Doing doing = any_step();
      if (doing.what == What::look || !leaves_completion(doing)) continue;
      does(doing);
      return;
    }
    follow();
  }

  Doing any_step() {
    std::vector<Doing> found;
    for (const auto& [person, roles] : twin().model().people)
      for (const Offered& offer : twin().offers(person))
        for (const std::string& result : offer.results) {
          Doing doing{.what = random_.chance(25) ? What::begin : What::perform, .person = person, .activity = offer.activity};
          if (doing.what == What::begin) {
            found.push_back(doing);
            continue;
          }
          doing.result = result;
          for (const std::string& field : twin().fields(offer.activity, result)) {
            const std::string path = field.back() == '!' ? field.substr(0, field.size() - 1) : field;
            doing.data[path] = draw_value(random_, *twin().model().field(path));
          }
          found.push_back(doing);
        }
    return found.empty() ? Doing{} : random_.one_of(found);
  }

  bool leaves_completion(const Doing& doing) {
    const World::Moment before = world().moment();
    const bool left = is_done(doing) && Completion(world(), 1).is_easily_found();
    world().back_to(before);
    return left;
  }

  /// A motive where nothing stands in the way makes an ordinary step, about which nothing is promised.
  bool strands_without_deviating(const Doing& doing) {
    const World::Moment before = world().moment();
    const std::size_t deviations = twin().now().deviations.size();
    world().tell(World::Told::nobody_looks);
    const bool is_ordinary = is_done(doing) && twin().now().deviations.size() == deviations;
    world().tell(World::Told::nothing);
    const bool strands = is_ordinary && !Completion(world(), 1).is_easily_found();
    world().back_to(before);
    return strands;
  }

  bool is_done(const Doing& doing) {
    const Outcome outcome = do_in_twin(world(), doing);
    return !outcome.error && outcome.obstacles.empty();
  }

  /// One step of a completion.
  void follow() {
    const Completion::Is is = look();
    if (is == Completion::Is::none) return broken("no completion is left");
    given_up_ = is == Completion::Is::unknown;
    if (is != Completion::Is::found) return;
    const Act act = way_[at_++];
    const std::string thought = Completion(world(), 1).key_after(act);
    if (does(as_doing(act, world())) && !pair_.changed()) broken("a step of a completion is refused");
    expected_ = twin().key();
    if (expected_ == thought) return;
    way_.clear();     // something else was due at the same moment
    hurries_ = true;  // new ways at random could lead on and on
  }

  Random random_;
  Pair& pair_;
  Kept& kept_;
  std::vector<Act> way_{};
  std::size_t at_ = 0;
  std::string expected_{};
  bool given_up_ = false;
  bool hurries_ = false;
};

}  // namespace

Kept keep_promise(std::uint64_t seed, int cases, int steps, const Features& features) {
  Features alone = features;
  alone.others = false;  // nobody can have another case end as a completion has it
  Kept kept;
  kept.found.model = draw_model(seed, alone);
  if (kept.found.model.deviations.allow.empty()) return kept;
  for (int i = 0; i < cases && kept.found.disagreement.empty(); ++i) {
    Coverage coverage;
    kept.found.doings.clear();
    const auto pair = Pair::make(kept.found.model, Blunder::none, coverage, kept.found.refusal);
    if (!pair || !User(seed * 1'000 + static_cast<std::uint64_t>(i), *pair, kept).go(steps)) break;
  }
  return kept;
}

}  // namespace itsmflow::oracle
