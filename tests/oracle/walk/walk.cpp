#include "walk.hpp"

#include "deviation.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using What = Doing::What;

class Walker {
 public:
  Walker(Random random, const Model& model, Pair& pair) : random_(random), model_(model), pair_(pair) {}

  Doing next() {
    if (!pair_.started()) return {.what = What::start, .person = person(), .data = start_data()};
    number_ = random_.chance(60) ? 1 : static_cast<std::size_t>(random_.between(1, static_cast<int>(pair_.world().size())));
    Doing doing = draw();
    doing.number = number_;
    if (!doing.motive) complete(doing);
    doing.wait = random_.below(4);
    return doing;
  }

 private:
  const Twin& twin() const { return std::as_const(pair_).world().of(number_); }
  bool over() const { return twin().now().status != CaseStatus::open; }
  std::string person() { return random_.one_of(std::vector<std::string>{"ann", "bob", "cleo"}); }
  const Activity& activity() { return random_.one_of(twin().model().activities); }
  /// An activity, or an item of it.
  Piece piece(const std::string& person) { return random_.one_of(twin().all_pieces(activity(), person)); }

  Doing draw() {
    const std::string who = person();
    if (random_.chance(15)) return {.what = What::explain, .person = who, .activity = piece(who)};
    if (!twin().model().deviations.motives.empty() && random_.chance(45)) return draw_deviation(random_, pair_.world(), number_);
    if (const auto story = draw_story(random_, twin()); story && random_.chance(over() ? 60 : 15)) return *story;
    if (const auto outside = from_outside(); outside && random_.chance(45)) return *outside;
    if (random_.chance(2)) return {.what = What::due};
    if (random_.chance(2) && pair_.world().size() < 3) return {.what = What::start, .person = who, .data = start_data()};
    std::vector<Doing> possible = possible_steps();
    if (random_.chance(50)) only_elements(possible);
    if (!possible.empty() && random_.chance(75)) return random_.one_of(possible);
    return anything(who, piece(who));
  }

  /// What a timer, a message or a service could do in the case.
  std::optional<Doing> from_outside() {
    std::vector<Doing> found;
    if (!twin().now().timers.empty()) found.push_back({.what = What::due});
    for (const auto& [activity, open] : twin().now().under_way) {
      if (open.tries == 0) continue;
      found.push_back({.what = What::due});
      found.push_back(answer(*twin().model().activity(activity)));
    }
    std::vector<Doing> messages;
    for (const Activity& each : twin().model().activities)
      if (each.performer == Performer::message) messages.push_back({.what = What::send, .result = each.waits_for.message});
    if (!messages.empty() && (found.empty() || random_.chance(50))) {
      found = {random_.one_of(messages)};
      if (random_.chance(25)) found[0].what = What::send_to_all;
      if (random_.chance(10)) found[0].result = "m2";
      found[0].data = draw_message(random_);
    }
    if (found.empty()) return std::nullopt;
    return random_.one_of(found);
  }

  Doing answer(const Activity& service) {
    return {
        .what = What::answer, .activity = service.id, .result = random_.one_of(service.results).id, .fails = random_.chance(40)};
  }

  /// A question or an ending needs a result, and may bring data.
  void complete(Doing& doing) {
    if (doing.activity.empty() || doing.fails) return;
    const Activity& type = *twin().model().activity(activity_of(doing.activity));
    const bool ends =
        doing.what == What::perform || doing.what == What::end || doing.what == What::explain || doing.what == What::answer;
    if (type.items) return complete_item(doing, type, ends);
    if (ends && doing.result.empty()) doing.result = random_.one_of(type.results).id;
    if (!ends && doing.what != What::set) return;
    for (const Result& result : type.results) {
      if (ends && result.id != doing.result) continue;
      for (const Effects* effects : {&type.effects, &result.effects}) {
        add(doing.data, twin().model(), effects->required, doing.what == What::set ? 50 : 85);
        add(doing.data, twin().model(), effects->asked, 50);
      }
    }
  }

  void add(Data& data, const Model& model, const std::vector<std::string>& fields, int percent) {
    for (const std::string& path : fields)
      if (random_.chance(percent)) data[path] = random_.chance(6) ? Value{} : draw_value(random_, *model.field(path));
  }

  void complete_item(Doing& doing, const Activity& type, bool ends) {
    if (ends && doing.result.empty()) doing.result = random_.one_of(twin().answers(type));
    if (!ends && doing.what != What::set) return;
    for (const std::string& field : twin().fields(doing.activity, "")) {
      const bool required = field.back() == '!';
      add(doing.data, twin().model(), {required ? field.substr(0, field.size() - 1) : field}, required && ends ? 85 : 50);
    }
  }

  Data start_data() {
    Data data;
    add(data, model_, model_.start_required, 95);
    add(data, model_, model_.start_asked, 60);
    return data;
  }

  /// What the twin offers; the walk goes on rather than stand still.
  std::vector<Doing> possible_steps() {
    std::vector<Doing> found;
    for (const auto& [person, roles] : model_.people)
      for (const Offered& offer : twin().offers(person)) {
        for (const std::string& result : offer.results) {
          found.push_back({.what = random_.chance(20) ? What::begin : What::perform,
                           .person = person,
                           .activity = offer.activity,
                           .result = result});
        }
        if (offer.status != WorkStatus::offered || random_.chance(10)) found.push_back(with_work(person, offer.activity));
      }
    return found;
  }

  bool is_about_element(const Doing& doing) const {
    return twin().model().about(*twin().model().activity(activity_of(doing.activity))) != nullptr;
  }

  /// So that several come and are in hand. Now and then nobody says which is meant.
  void only_elements(std::vector<Doing>& possible) {
    std::vector<Doing> found;
    for (const Doing& each : possible)
      if (is_about_element(each)) found.push_back(each);
    if (found.empty()) return;
    for (Doing& each : found) {
      if (each.what == What::perform && random_.chance(40)) each.what = random_.chance(70) ? What::begin : What::claim;
      if (random_.chance(15)) each.activity = activity_of(each.activity);
    }
    possible = found;
  }

  Doing with_work(const std::string& person, const std::string& activity) {
    Doing doing{.what = random_.one_of(std::vector{What::begin, What::end, What::claim, What::claim, What::hand_over, What::suspend,
                                                   What::resume, What::resume, What::withdraw, What::set}),
                .person = person,
                .activity = activity};
    if (doing.what == What::hand_over) doing.to = other_than(person);
    return doing;
  }

  Doing anything(const std::string& person, const Piece& piece) {
    if (random_.chance(3)) return {.what = What::cancel, .person = person};
    const Activity& type = *twin().model().activity(activity_of(piece));
    if (type.performer == Performer::service && random_.chance(50)) return answer(type);
    if (random_.chance(60)) return with_work(person, piece);
    Doing doing{.what = What::perform, .person = person, .activity = piece};
    doing.stale = random_.chance(5);
    if (doing.stale) return doing;
    if (random_.chance(3)) doing.data["o1.f1"] = random_.below(3);
    if (random_.chance(2)) doing.result = "nonsense";
    if (twin().model().about(type) && random_.chance(10)) doing.activity = type.id + (random_.chance(50) ? " 0" : " 9");
    return doing;
  }

  std::string other_than(const std::string& person) {
    std::string other = this->person();
    while (other == person) other = this->person();
    return other;
  }

  Random random_;
  const Model& model_;
  Pair& pair_;
  std::size_t number_ = 1;  ///< of the case
};

bool reads(const std::optional<Expr>& guard, const std::string& object) {
  const auto inside = [&](const Expr& each) { return reads(each, object); };
  return guard && (object_of(guard->name) == object || std::any_of(guard->args.begin(), guard->args.end(), inside));
}

void count_elements(const Model& model, Coverage& coverage) {
  const Object* many = model.many();
  if (!many) return;
  const auto count = [&](const std::string& name) { coverage.count("construct", name); };
  for (const Activity& activity : model.activities) {
    if (model.about(activity)) count("about one element");
    for (const Result& result : activity.results)
      for (const Effects* effects : {&activity.effects, &result.effects}) {
        for (const Move& move : effects->moves) {
          if (move.object != many->id) continue;
          if (std::count(move.from.names.begin(), move.from.names.end(), "none") > 0) count("about a new element");
          if (move.to == "none") count("an element goes");
        }
        for (const Need& need : effects->needs)
          if (need.of != Need::Of::one) count(need.of == Need::Of::all ? "needs all" : "needs any");
        if (effects->when && reads_elements(*effects->when)) count("guard over elements");
        if (model.about(activity) && reads(effects->when, many->id)) count("guard about one element");
      }
  }
  for (const Rule& rule : model.rules) {
    const auto of_elements = std::count_if(rule.subjects.begin(), rule.subjects.end(), [&](const Source& each) {
      return model.activity(each.activity) && model.about(*model.activity(each.activity));
    });
    if (of_elements == 0) continue;
    const bool all = static_cast<std::size_t>(of_elements) == rule.subjects.size();
    count(all ? "rule about elements" : "rule about elements and others");
  }
}

void count_constructs(const Model& model, Coverage& coverage) {
  count_elements(model, coverage);
  const auto count = [&](const std::string& name) { coverage.count("construct", name); };
  for (const Row& row : model.rows) {
    if (row.kind == Row::Kind::fork) count("inclusive fork");
    if (row.kind == Row::Kind::join) count("inclusive join");
    if (row.kind != Row::Kind::arrow) continue;
    if (row.decision == Decision::guard) count("guarded row");
    if (row.decision == Decision::otherwise) count("otherwise");
    if (row.decision == Decision::plain && row.from.size() == 1)
      count(row.to.size() > 1 ? "fork" : row.to[0] == "end" ? "row to end" : "plain row");
    if (row.from.size() > 1) count(row.to.size() > 1 ? "join to several" : row.to[0] == "end" ? "join to end" : "join");
  }
  for (const Rule& rule : model.rules) {
    count(!rule.course.empty() ? rule.course : rule.same_person ? "same_person" : "four_eyes");
    for (const Source& subject : rule.subjects)
      if (subject.activity == "start") count("rule about the start");
  }
  for (const Activity& activity : model.activities) {
    if (activity.by_engine()) count("by engine");
    if (activity.performer == Performer::message) count("waits_for");
    if (activity.performer == Performer::service) count("service");
    if (activity.performer == Performer::process) count(activity.runs.stops ? "runs, on_cancel: stop" : "runs");
    if (activity.results.size() > 1) count("results");
    if (activity.items)
      count(std::vector<std::string>{"parts", "for_each", "votes"}[static_cast<std::size_t>(activity.items->kind)]);
    for (const Result& result : activity.results)
      if (result.after > 0) count("after");
    for (const Result& result : activity.results)
      for (const Effects* effects : {&activity.effects, &result.effects}) {
        if (!effects->moves.empty()) count("moves");
        if (!effects->needs.empty()) count("needs");
        if (!effects->sets.empty()) count("sets");
        if (!effects->required.empty()) count("requires");
        if (!effects->asked.empty()) count("asks");
        if (effects->when) count("when");
        if (!effects->cancels.empty()) count("cancels");
        if (!effects->starts.empty()) count("starts");
      }
  }
}

}  // namespace

namespace {

/// There is the case, the activity and the result that it names; a shrunk model may have lost them.
bool can_be_said(const Doing& doing, const World& world) {
  if (doing.what == What::start || doing.what == What::due || doing.what == What::send_to_all) return true;
  if (doing.number > world.size()) return false;
  if (doing.activity.empty()) return true;
  const Model& model = world.of(doing.number).model();
  const Activity* activity = model.activity(activity_of(doing.activity));
  if (activity && !activity->items && !model.about(*activity) && !item_of(doing.activity).empty()) return false;
  const bool whole = doing.what != What::explain || (activity && activity->items) || (activity && activity->result(doing.result));
  return activity && whole;
}

}  // namespace

Found walk(std::uint64_t seed, int steps, const Features& features, Blunder blunder, Coverage& coverage) {
  Found found{.model = draw_model(seed, features)};
  const auto pair = Pair::make(found.model, blunder, coverage, found.refusal);
  if (!pair) return found;
  count_constructs(found.model, coverage);
  Walker walker(Random(seed + 0x5eed), found.model, *pair);
  int after_the_end = found.model.deviations.motives.empty() && found.model.outcomes.of.empty() ? 0 : -4;
  if (found.model.many()) steps *= 2;  // elements come first, before anything is done with them
  for (int i = 0; i < steps && found.disagreement.empty() && after_the_end < 3; ++i) {
    const Doing doing = walker.next();
    found.doings.push_back(doing);
    found.disagreement = pair->does(doing);
    if (found.disagreement.empty()) found.disagreement = pair->changed() ? pair->look() : pair->glance();
    if (pair->started() && !pair->world().any_open()) ++after_the_end;
  }
  if (found.disagreement.empty()) found.disagreement = pair->verify();  // 7.2
  return found;
}

std::string replay(const Model& model, const std::vector<Doing>& doings, Blunder blunder) {
  Coverage nothing;
  std::string refusal;
  const auto pair = Pair::make(model, blunder, nothing, refusal);
  if (!pair) return "";
  for (const Doing& doing : doings) {
    if (!can_be_said(doing, pair->world())) return "";
    std::string disagreement = pair->does(doing);
    if (disagreement.empty()) disagreement = pair->look();
    if (!disagreement.empty()) return disagreement;
  }
  return pair->verify();
}

std::string to_string(const Found& found) {
  std::string text = to_yaml(found.model);
  for (const Model& other : found.model.other) text += "---\n" + to_yaml(other);
  text += "# people:";
  for (const auto& [person, roles] : found.model.people) {
    text += " " + person + " [";
    for (const std::string& role : roles) text += role + (role == *roles.rbegin() ? "" : ", ");
    text += "]";
  }
  text += "\n";
  for (const Doing& doing : found.doings) text += "# " + to_string(doing) + "\n";
  return text + found.disagreement;
}

}  // namespace itsmflow::oracle
