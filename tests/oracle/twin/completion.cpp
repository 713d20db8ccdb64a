#include "completion.hpp"

#include <algorithm>
#include <map>

namespace itsmflow::oracle {

namespace {

using About = Question::About;

constexpr int kDives = 12;
constexpr int kDepth = 30;
constexpr std::size_t kMostChoices = 300;
constexpr std::size_t kMoreElements = 2;  // than there are

unsigned next(unsigned& random) {
  random = random * 1664525U + 1013904223U;  // Numerical Recipes, 2nd edition, 7.1
  return random >> 8U;
}

bool cancels_all(const Model& model, const Happened& event) {
  if (event.type != EventType::done) return false;
  const Activity& activity = *model.activity(event.activity);
  const Result* result = activity.result(event.result);
  const auto all = [](const Effects& effects) { return effects.cancels == std::vector<std::string>{"all"}; };
  return all(activity.effects) || (result && all(result->effects));
}

}  // namespace

Completion::Completion(World& world, std::size_t number, std::size_t limit)
    : world_(world), twin_(world.of(number)), domain_(twin_.model()), limit_(limit), elements_(twin_.now().elements.size()) {
  const Model& model = twin_.model();
  people_differ_ = domain_.names_people() ||
                   std::any_of(model.rules.begin(), model.rules.end(), [](const Rule& each) { return each.course.empty(); }) ||
                   std::any_of(model.activities.begin(), model.activities.end(),
                               [](const Activity& each) { return each.items && each.items->kind == Items::Kind::votes; });
}

bool Completion::is_easily_found() {
  constexpr int kFewDives = 3;
  return looking([&] { return is_found_by(kFewDives) ? Is::found : Is::unknown; }) == Is::found;
}

bool Completion::is_found_by(int dives) {
  const World::Moment start = world_.moment();
  unsigned random = 1;
  bool found = false;
  for (int i = 0; i < dives && !found; ++i) {
    found = dive(random);
    world_.back_to(start);
  }
  return found;
}

Completion::Is Completion::look() {
  return looking([&] { return is_found_by(kDives) ? Is::found : search(); });
}

Completion::Is Completion::look_for_shortest() {
  return looking([&] {
    const World::Moment start = world_.moment();
    const Is is = search();
    world_.back_to(start);
    return is == Is::unknown && is_found_by(kDives) ? Is::found : is;
  });
}

Completion::Is Completion::looking(const std::function<Is()>& way) {
  way_.clear();
  if (is_over()) return Is::found;
  const World::Alone alone(world_);
  const World::Moment start = world_.moment();
  const auto acting = world_.acting_;
  const Is is = way();
  world_.back_to(start);
  world_.acting_ = acting;
  return is;
}

/// A walk at random, which mostly finds one where there is any.
bool Completion::dive(unsigned& random) {
  way_.clear();
  for (int depth = 0; depth < kDepth; ++depth) {
    std::vector<Act> acts = openings();
    bool taken = false;
    while (!acts.empty() && !taken) {
      const std::size_t at = next(random) % acts.size();
      Act act = acts[at];
      acts.erase(acts.begin() + static_cast<std::ptrdiff_t>(at));
      if (!may_be_possible(act)) continue;
      std::vector<Data> choices = this->choices(act).choices;
      for (int tries = 0; tries < 4 && !taken && !choices.empty(); ++tries) {
        const std::size_t which = next(random) % choices.size();
        act.data = choices[which];
        choices.erase(choices.begin() + static_cast<std::ptrdiff_t>(which));
        taken = take(act);
      }
      if (taken) way_.push_back(act);
    }
    if (is_over()) return true;
    if (!taken) return false;
  }
  return false;
}

/// Breadth first, over all that the limit lets be seen.
Completion::Is Completion::search() {
  tried_ = 0;
  std::vector<Node> nodes{{world_.moment()}};
  std::set<std::string> known{twin_.key()};
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    world_.back_to(nodes[i].at);
    for (Act act : openings()) {
      if (!may_be_possible(act)) continue;
      const Brought brought = choices(act);
      left_out_ = left_out_ || !brought.all;
      for (const Data& data : brought.choices) {
        act.data = data;
        if (++tried_ > limit_) return Is::unknown;
        if (!take(act)) continue;
        const bool added = known.insert(twin_.key()).second;
        if (added) nodes.push_back({world_.moment(), i, act});
        if (is_over()) {
          way_ = way_to(nodes, nodes.size() - 1);
          return Is::found;
        }
        world_.back_to(nodes[i].at);
      }
    }
  }
  return left_out_ ? Is::unknown : Is::none;
}

Completion::Reach Completion::reach(std::size_t most) {
  const World::Alone alone(world_);
  const World::Moment start = world_.moment();
  const auto acting = world_.acting_;
  std::vector<World::Moment> states{start};
  std::vector<std::pair<std::size_t, Act>> parents(1);
  std::map<std::string, std::size_t> known{{twin_.key(), 0}};
  std::vector<std::vector<std::size_t>> from(1);
  std::vector<std::size_t> open;
  left_out_ = false;
  calls_fail_ = true;
  Reach reach;
  note_what_happened(reach, 0);
  for (std::size_t i = 0; i < states.size() && states.size() <= most; ++i) {
    world_.back_to(states[i]);
    if (is_over()) {
      open.push_back(i);
      note_what_is_left(reach);
      continue;
    }
    for (Act act : openings()) {
      if (!may_be_possible(act)) continue;
      const Brought brought = choices(act);
      left_out_ = left_out_ || !brought.all;
      for (const Data& data : brought.choices) {
        act.data = data;
        const std::size_t events = twin_.now().events.size();
        if (!take(act)) continue;
        note_what_happened(reach, events);
        const auto [at, fresh] = known.emplace(twin_.key(), states.size());
        if (fresh) {
          states.push_back(world_.moment());
          parents.emplace_back(i, act);
          from.emplace_back();
        }
        from[at->second].push_back(i);
        world_.back_to(states[i]);
      }
    }
  }
  world_.back_to(start);
  world_.acting_ = acting;
  reach.known = states.size() <= most && !left_out_;
  reach.states = states.size();
  std::vector<bool> hopeful(states.size());
  for (const std::size_t i : open) hopeful[i] = true;
  while (!open.empty()) {
    const std::size_t i = open.back();
    open.pop_back();
    for (const std::size_t before : from[i]) {
      if (hopeful[before]) continue;
      hopeful[before] = true;
      open.push_back(before);
    }
  }
  const auto lost = static_cast<std::size_t>(std::find(hopeful.begin(), hopeful.end(), false) - hopeful.begin());
  reach.hopeless = lost < hopeful.size();
  for (std::size_t at = lost; at != 0 && at < hopeful.size(); at = parents[at].first) reach.way.push_back(parents[at].second);
  std::reverse(reach.way.begin(), reach.way.end());
  return reach;
}

void Completion::note_what_happened(Reach& reach, std::size_t from) const {
  const auto& events = twin_.now().events;
  for (std::size_t i = from; i < events.size(); ++i)
    if (events[i].type == EventType::done) reach.happens.emplace(events[i].activity, events[i].result);
}

/// 6.2: of activities that only the engine does, or that only give the case up, nothing is work that is left.
void Completion::note_what_is_left(Reach& reach) const {
  for (const Activity& activity : twin_.model().activities) {
    const auto all = [](const Effects& effects) { return effects.cancels == std::vector<std::string>{"all"}; };
    const bool exits = all(activity.effects) || std::all_of(activity.results.begin(), activity.results.end(),
                                                            [&](const Result& result) { return all(result.effects); });
    const auto input = twin_.input_of(activity.id);
    if (!activity.by_engine() && !exits && input && !input->empty()) reach.left.insert(activity.id);
  }
}

std::string Completion::key_after(const Act& act) {
  std::string key;
  looking([&] {
    if (take(act)) key = twin_.key();
    return Is::unknown;
  });
  return key;
}

std::vector<Act> Completion::way_to(const std::vector<Node>& nodes, std::size_t last) const {
  std::vector<Act> way;
  for (std::size_t at = last; at != 0; at = nodes[at].from) way.push_back(nodes[at].act);
  std::reverse(way.begin(), way.end());
  return way;
}

std::vector<Act> Completion::openings() {
  std::vector<Act> found = of_people();
  from_outside(found);
  return found;
}

std::vector<Act> Completion::of_people() {
  std::vector<Act> found;
  for (const std::string& person : people())
    for (const Activity& activity : twin_.model().activities) {
      if (activity.performer != Performer::people) continue;
      for (const Piece& piece : twin_.all_pieces(activity, person)) {
        if (!twin_.about_which({About::perform, person, piece}) || is_one_too_many(piece)) continue;
        std::vector<std::string> results = activity.items ? twin_.answers(activity) : std::vector<std::string>{};
        if (!activity.items)
          for (const Result& each : activity.results) results.push_back(each.id);
        for (const std::string& result : results) found.push_back({Act::What::perform, person, piece, result});
      }
    }
  for (const auto& [piece, held] : twin_.now().work) {
    found.push_back({Act::What::withdraw, held.holder, piece});
    if (held.status == WorkStatus::suspended) found.push_back({Act::What::resume, held.holder, piece});
  }
  return found;
}

/// False: no data could make it possible.
bool Completion::may_be_possible(const Act& act) {
  const Kinds hopeless{Kind::case_over,  Kind::taken,     Kind::not_reached, Kind::wrong_state,
                       Kind::wrong_role, Kind::four_eyes, Kind::same_person, Kind::rule};
  if (act.what != Act::What::perform) return true;
  auto asked = twin_.about_which({About::perform, act.person, act.activity});
  if (!asked) return false;
  asked->result = act.result;
  ++tried_;
  const Kinds kinds = twin_.obstacles(*asked);
  return std::none_of(kinds.begin(), kinds.end(), [&](Kind kind) { return hopeless.count(kind) > 0; });
}

/// Of those who can do the same one, and whoever has something in hand.
std::vector<std::string> Completion::people() const {
  std::vector<std::string> found;
  std::set<std::set<std::string>> known;
  for (const auto& [person, roles] : twin_.model().people) {
    const auto& work = twin_.now().work;
    const bool works = std::any_of(work.begin(), work.end(), [&](const auto& each) { return each.second.holder == person; });
    if (known.insert(roles).second || works || people_differ_) found.push_back(person);
  }
  return found;
}

/// New elements without end would be no end of the search.
bool Completion::is_one_too_many(const Piece& piece) const {
  if (item_of(piece) != "new" || twin_.now().elements.size() < elements_ + kMoreElements) return false;
  left_out_ = true;
  return true;
}

void Completion::from_outside(std::vector<Act>& found) const {
  const Configuration& now = twin_.now();
  std::optional<std::pair<std::string, std::string>> first;
  for (const auto& name : twin_.timers())
    if (!now.timers.at(name).due && (!first || now.timers.at(name).at < now.timers.at(*first).at)) first = name;
  if (first) found.push_back({Act::What::due, "", first->first, first->second});
  for (const auto& [activity, open] : now.under_way) {
    const Activity& type = *twin_.model().activity(activity);
    const bool service = open.tries > 0 && twin_.waits_for_answer(activity);
    const bool process = open.other > 0 && open.returned.empty();
    if (service && calls_fail_) found.push_back({Act::What::fail, "", activity});
    for (const Result& result : type.results)
      if ((service || process) && result.after == 0)
        found.push_back({service ? Act::What::answer : Act::What::come_back, "", activity, result.id});
  }
  for (const auto& [activity, message] : twin_.awaited_messages()) found.push_back({Act::What::send, "", activity, message});
}

Brought Completion::choices(const Act& act) {
  const Model& model = twin_.model();
  switch (act.what) {
    case Act::What::perform:
    case Act::What::answer:
      return what_to_bring(domain_, twin_.fields(act.activity, act.result), twin_.given(item_of(act.activity)), kMostChoices);
    case Act::What::come_back: {
      std::set<std::string> fields;
      if (act.result != "cancelled")
        for (const auto& [field, from] : model.activity(act.activity)->runs.returns) fields.insert(field);
      return what_to_bring(domain_, fields, {}, kMostChoices);
    }
    case Act::What::send:
      return {domain_.messages(twin_.now().given)};
    default:
      return {{{}}};
  }
}

/// … and no activity with `cancels: all` is done, and no message is sent that nobody takes.
bool Completion::take(const Act& act) {
  const World::Moment before = world_.moment();
  const std::size_t events = twin_.now().events.size();
  const Outcome outcome = act_on(act);
  if (outcome.error || !outcome.obstacles.empty()) return false;
  const auto& now = twin_.now();
  const bool gives_up = std::any_of(now.events.begin() + static_cast<std::ptrdiff_t>(events), now.events.end(),
                                    [&](const Happened& event) { return cancels_all(twin_.model(), event); });
  const bool in_vain = act.what == Act::What::send && now.messages.size() > before.cases[twin_.number() - 1].messages.size();
  if (!gives_up && !in_vain) return true;
  world_.back_to(before);
  return false;
}

Outcome Completion::act_on(const Act& act) {
  switch (act.what) {
    case Act::What::perform:
      return twin_.perform(act.person, act.activity, act.result, act.data);
    case Act::What::withdraw:
      return twin_.withdraw(act.person, act.activity);
    case Act::What::resume:
      return twin_.resume(act.person, act.activity);
    case Act::What::answer:
      return twin_.answer(act.activity, act.result, act.data);
    case Act::What::fail:
      return twin_.answer(act.activity, std::nullopt, {});
    case Act::What::send:
      return twin_.send(act.result, act.data);
    case Act::What::due: {
      const std::pair<std::string, std::string> name{act.activity, act.result};
      world_.clock_ = std::max(world_.clock_, twin_.now().timers.at(name).at);
      return world_.step(twin_, {}, [&] {
        twin_.now_.timers.at(name).due = true;
        twin_.happened(EventType::timer_due, name.first, name.second);
      });
    }
    default:
      return world_.step(twin_, {}, [&] { come_back(act); });
  }
}

/// As 6.8 has it, whatever became of that case.
void Completion::come_back(const Act& act) {
  twin_.now_.under_way.at(act.activity).returned = act.result;
  for (const auto& [path, value] : act.data) twin_.now_.given[path] = value;
  twin_.happened(EventType::returned, act.activity, act.result);
}

}  // namespace itsmflow::oracle
