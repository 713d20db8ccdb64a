// Rows: nested blocks that are entered and left as a whole, or wild ones from anything to anything.

#include "generator.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using Sources = std::vector<Source>;

class Rows {
 public:
  Rows(Random& random, Model& model, const Features& features) : random_(random), model_(model), features_(features) {}

  void nested() {
    budget_ = random_.between(2, 8);
    for (const Source& last : block({{"start"}}, 3)) plain({last}, {"end"});
  }

  void wild() {
    const int count = random_.between(2, 6);
    for (int i = 0; i < count; ++i) fresh();
    Sources sources{{"start"}};
    for (const Activity& activity : model_.activities)
      for (const Source& source : split(activity.id)) sources.push_back(source);
    Sources open;
    for (const Source& source : sources)
      if (wild_rows(source)) open.push_back(source);
    for (int i = random_.below(3); i > 0 && open.size() > 2; --i) {
      Sources joined = random_.some_of(open, 2);
      joined.resize(std::min<std::size_t>(joined.size(), 3));
      std::set<std::string> names;
      for (const Source& each : joined) names.insert(each.activity);
      if (names.count("start") || names.size() < joined.size()) continue;
      plain(joined, random_.chance(70)   ? std::vector<std::string>{any()}
                    : random_.chance(50) ? two()
                                         : std::vector<std::string>{"end"});
    }
  }

 private:
  std::string fresh() {
    const std::string id = "a" + std::to_string(model_.activities.size() + 1);
    model_.activities.push_back(draw_activity(random_, model_, features_, id));
    --budget_;
    return id;
  }
  std::string any() { return random_.one_of(model_.activities).id; }
  std::vector<std::string> two() {
    const std::string one = any();
    const std::string other = any();
    return one == other ? std::vector<std::string>{one} : std::vector<std::string>{one, other};
  }

  void plain(const Sources& from, const std::vector<std::string>& to) { model_.rows.push_back({.from = from, .to = to}); }
  void guarded(const Source& from, const std::string& to, bool last) {
    Row row{.from = {from}, .to = {to}, .decision = last ? Decision::otherwise : Decision::guard};
    if (!last) row.guard = draw_guard(random_, model_, 2);
    model_.rows.push_back(row);
  }

  /// An activity as one source, or as one source for each of its results.
  Sources split(const std::string& id) {
    const Activity& activity = *model_.activity(id);
    if (activity.results.size() < 2 || random_.chance(40)) return {{id}};
    Sources found;
    const bool rest = random_.chance(40);  // the last result has no row of its own
    for (const Result& result : activity.results) found.push_back({id, result.id});
    if (rest) found.back() = {id};
    return found;
  }

  /// One activity that everything of a branch comes to: what ends it.
  Source close(const Sources& from) {
    if (from.size() == 1 && random_.chance(60)) return from[0];
    const std::string id = fresh();
    for (const Source& each : from) plain({each}, {id});
    return {id};
  }

  Sources block(const Sources& from, int depth) {
    if (depth == 0 || budget_ <= 0) return sequence(from);
    switch (random_.below(features_.regions ? 8 : 6)) {
      case 0:
        return choice(from, depth);
      case 1:
        return decision(from, depth);
      case 2:
        return fork(from, depth);
      case 3:
        return loop(from);
      case 4:
      case 5:
        return block(block(from, depth - 1), depth - 1);
      default:
        return region(from, depth);
    }
  }

  Sources sequence(const Sources& from) {
    const std::string id = fresh();
    for (const Source& each : from) plain({each}, {id});
    return split(id);
  }

  Sources choice(const Sources& from, int depth) {
    const std::vector<std::string> targets{fresh(), fresh()};
    for (const Source& each : from)
      for (const std::string& target : targets) plain({each}, {target});
    Sources found;
    for (const std::string& target : targets) append(found, random_.chance(40) ? block({{target}}, depth - 1) : split(target));
    return found;
  }

  Sources decision(const Sources& from, int depth) {
    std::vector<std::string> targets{fresh(), fresh()};
    if (within_ == 0 && random_.chance(20)) targets.push_back("end");
    const bool last = random_.chance(60);
    for (const Source& each : from)
      for (const std::string& target : targets) guarded(each, target, last && target == targets.back());
    Sources found;
    for (const std::string& target : targets)
      if (target != "end") append(found, random_.chance(40) ? block({{target}}, depth - 1) : split(target));
    return found;
  }

  Sources fork(const Sources& from, int depth) {
    const std::vector<std::string> targets{fresh(), fresh()};
    for (const Source& each : from) plain({each}, targets);
    Sources ends;
    for (const std::string& target : targets)
      ends.push_back(close(random_.chance(40) ? block({{target}}, depth - 1) : split(target)));
    const int kind = within_ > 0 ? 5 : random_.below(6);
    if (kind == 0) return ends;  // side by side to the end
    if (kind == 1) {
      plain(ends, {"end"});
      return {};
    }
    if (kind == 2) {
      const std::vector<std::string> next{fresh(), fresh()};
      plain(ends, next);
      return {{next[0]}, {next[1]}};
    }
    const std::string id = fresh();
    plain(ends, {id});
    return split(id);
  }

  Sources loop(const Sources& from) {
    const std::string first = fresh();
    const std::string last = random_.chance(50) ? fresh() : first;
    for (const Source& each : from) plain({each}, {first});
    if (last != first) plain({{first}}, {last});
    if (random_.chance(50)) {
      guarded({last}, first, false);
      const std::string next = fresh();
      guarded({last}, next, true);
      return {{next}};
    }
    for (Activity& activity : model_.activities)
      if (activity.id == last && activity.results.size() < 2) activity.results = {{.id = "again"}, {.id = "enough"}};
    const Activity& activity = *model_.activity(last);
    plain({{last, activity.results.front().id}}, {first});
    return {{last, activity.results.back().id}};
  }

  Sources region(const Sources& from, int depth) {
    const std::string split_at = fresh();
    for (const Source& each : from) plain({each}, {split_at});
    const std::size_t at = model_.rows.size();
    Row fork{.kind = Row::Kind::fork, .from = {{split_at}}};
    Row join{.kind = Row::Kind::join};
    model_.rows.push_back({});
    const int branches = random_.between(2, 3);
    ++within_;
    bool always = false;
    for (int i = 0; i < branches; ++i) {
      const std::string target = fresh();
      Branch branch{.target = target};
      if (random_.chance(60)) branch = {target, Decision::guard, draw_guard(random_, model_, 1)};
      if (i + 1 == branches && !always && random_.chance(40)) branch = {target, Decision::otherwise};
      always = always || branch.decision == Decision::always;
      fork.branches.push_back(branch);
      join.from.push_back(close(random_.chance(40) ? block({{target}}, depth - 1) : Sources{{target}}));
    }
    --within_;
    const bool all = std::all_of(fork.branches.begin(), fork.branches.end(),
                                 [](const Branch& each) { return each.decision == Decision::always; });
    if (all) {
      fork.kind = Row::Kind::arrow;
      for (const Branch& branch : fork.branches) fork.to.push_back(branch.target);
      fork.branches.clear();
    }
    model_.rows[at] = fork;
    join.wait = random_.chance(50) ? 0 : random_.between(1, branches - 1);
    if (within_ == 0 && random_.chance(15)) {
      join.to = {"end"};
      model_.rows.push_back(join);
      return {};
    }
    const std::string next = fresh();
    join.to = {next};
    model_.rows.push_back(join);
    return split(next);
  }

  /// Rows from one source to anything; whether a join may have the source as well.
  bool wild_rows(const Source& source) {
    switch (random_.below(source.activity == "start" ? 5 : 8)) {
      case 0:
      case 1:
        plain({source}, {any()});
        return true;
      case 2:
        for (const std::string& target : two()) plain({source}, {target});
        return true;
      case 3:
        guarded(source, any(), false);
        if (random_.chance(40)) guarded(source, random_.chance(80) ? any() : "end", false);
        if (random_.chance(60)) guarded(source, random_.chance(80) ? any() : "end", true);
        return false;
      case 4:
        if (auto targets = two(); random_.chance(80)) {
          if (targets.size() > 1 || source.activity == "start") {
            plain({source}, targets);
            return false;
          }
        }
        plain({source}, {any()});
        return true;
      case 5:
        plain({source}, {"end"});
        return false;
      default:
        return true;
    }
  }

  static void append(Sources& to, const Sources& more) { to.insert(to.end(), more.begin(), more.end()); }

  Random& random_;
  Model& model_;
  Features features_;
  int budget_ = 0;
  int within_ = 0;  ///< regions, which nothing leaves but through the join
};

/// Rows of one source together, in another order.
void shuffle(Random& random, std::vector<Row>& rows) {
  std::map<Source, int> order;
  for (const Row& row : rows)
    if (!order.count(row.from[0])) order[row.from[0]] = random.below(100);
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const Row& left, const Row& right) { return order[left.from[0]] < order[right.from[0]]; });
}

}  // namespace

void draw_rows(Random& random, Model& model, const Features& features) {
  Rows rows(random, model, features);
  if (features.calm || random.chance(55))
    rows.nested();
  else
    rows.wild();
  if (random.chance(30)) shuffle(random, model.rows);
}

}  // namespace itsmflow::oracle
