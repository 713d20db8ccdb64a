// Steps with a motive, and what is said of them afterwards.

#include "deviation.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using What = Doing::What;

constexpr int kCandidates = 24;

class Deviator {
 public:
  Deviator(Random& random, const Twin& twin) : random_(random), twin_(twin), model_(twin.model()) {}

  Doing draw() {
    const std::string person = one_of_people();
    const Activity& activity = random_.one_of(model_.activities);
    Doing doing{.what = random_.chance(90) ? What::perform : What::end,
                .person = person,
                .activity = random_.one_of(twin_.all_pieces(activity, person)),
                .number = twin_.number()};
    doing.motive = motive();
    if (activity.items) {
      doing.result = random_.one_of(twin_.answers(activity));
    } else {
      doing.result = random_.one_of(activity.results).id;
    }
    bring(doing.data, twin_.fields(doing.activity, doing.result), 70, 40);
    if (random_.chance(50))
      for (const Activity& other : model_.activities) bring_for(doing, other);
    if (doing.motive->as == DeviationKind::extra && random_.chance(80)) {
      const auto read = fields_read(model_);
      std::erase_if(doing.data, [&](const auto& each) { return read.count(each.first) > 0; });
    }
    return doing;
  }

  Doing say() {
    const auto count = static_cast<int>(twin_.now().deviations.size());
    Doing doing{.what = random_.chance(60) ? What::confirm : What::disapprove, .person = one_of_people(), .number = twin_.number()};
    doing.deviation = random_.between(1, random_.chance(95) ? std::max(1, count) : count + 1);
    return doing;
  }

  Doing judge() {
    std::vector<std::string> ends{"undecided"};
    for (const End& end : model_.outcomes.of) ends.push_back(end.id);
    if (random_.chance(5)) ends = {"nonsense"};
    return {.what = What::judge, .person = one_of_people(), .result = random_.one_of(ends), .number = twin_.number()};
  }

 private:
  std::string one_of_people() { return random_.one_of(std::vector<std::string>{"ann", "bob", "cleo"}); }

  Motive motive() {
    Motive motive{.name = random_.chance(97) ? random_.one_of(model_.deviations.motives).first : "nonsense", .because = "so it is"};
    const int kind = random_.below(100);
    if (kind < 45) motive.as = kind < 25 ? DeviationKind::skip : kind < 40 ? DeviationKind::again : DeviationKind::extra;
    if (motive.as && *motive.as != DeviationKind::skip) return motive;
    const auto work = twin_.work();
    for (const Activity& activity : model_.activities) {
      const bool chosen = activity.results.size() > 1 && random_.chance(work.count(activity.id) ? 50 : 15);
      if (chosen)
        motive.skipping.push_back(activity.id + "." + random_.one_of(activity.results).id);
      else if (random_.chance(4))
        motive.skipping.push_back(activity.id);
    }
    return motive;
  }

  void bring(Data& data, const std::set<std::string>& fields, int required_percent, int asked_percent) {
    for (const std::string& field : fields) {
      const bool required = field.back() == '!';
      const std::string path = required ? field.substr(0, field.size() - 1) : field;
      if (random_.chance(required ? required_percent : asked_percent))
        data[path] = random_.chance(4) ? Value{} : draw_value(random_, *model_.field(path));
    }
  }

  /// What may be passed over on the way may be given something, too.
  void bring_for(Doing& doing, const Activity& other) {
    if (other.items || !random_.chance(40)) return;
    for (const Result& result : other.results)
      if (can_be_skipped(model_, other, result)) bring(doing.data, twin_.fields(other.id, result.id), 60, 15);
  }

  Random& random_;
  const Twin& twin_;
  const Model& model_;
};

}  // namespace

Doing draw_deviation(Random& random, World& world, std::size_t number) {
  Deviator deviator(random, world.of(number));
  const bool looks = random.chance(85);
  Doing doing = deviator.draw();
  for (int i = 1; i < kCandidates && looks && would(world, doing) != Would::deviate; ++i) doing = deviator.draw();
  return doing;
}

std::optional<Doing> draw_story(Random& random, const Twin& twin) {
  std::vector<Doing> found;
  Deviator deviator(random, twin);
  if (!twin.now().deviations.empty()) found.push_back(deviator.say());
  if (!twin.model().outcomes.of.empty()) found.push_back(deviator.judge());
  if (found.empty()) return std::nullopt;
  return random.one_of(found);
}

}  // namespace itsmflow::oracle
