#include "net/net.hpp"

#include "model/regions.hpp"
#include "net/token_flow.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace itsmflow {
namespace {

class Compiler {
 public:
  explicit Compiler(std::shared_ptr<const Model> model)
      : model_(*model), regions_(find_regions(*model).regions), flow_(model_, regions_) {
    net_.model = std::move(model);
  }

  std::shared_ptr<const Net> run() {
    add_state_places();
    add_token_places();
    add_region_places();
    size_sets();
    connect_results();
    connect_inputs();
    connect_decisions();
    connect_regions();
    sort_silents();
    mark_initially();
    name_tokens();
    collect_defaults();
    collect_automatic();
    net_.rules = RuleSet(model_);
    net_.reads = find_reads(model_);
    return std::make_shared<const Net>(std::move(net_));
  }

 private:
  void add_state_places() {
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o) {
      net_.first_state.push_back(static_cast<std::uint32_t>(net_.places.size()));
      for (std::uint32_t s = 0; s < model_.objects[o].states.size(); ++s) {
        net_.state_values.emplace_back(model_.objects[o].states[s]);
        net_.places.push_back({Net::Place::Kind::state, o, s, {}, {}});
      }
    }
  }

  void add_token_places() {
    for (std::uint32_t ending = 0; ending < flow_.ending_count(); ++ending)
      for (const Takers& token : flow_.tokens_after(ending)) place_of(token);
    for (std::uint32_t r = 0; r < model_.rows.size(); ++r)
      if (TokenFlow::is_engines_join(model_.rows[r]))
        for (const Takers& token : flow_.tokens_to(r)) place_of(token);
  }

  std::uint32_t place_of(const Takers& takers) {
    const Takers key = flow_.normal(takers);
    const auto [at, fresh] = places_.try_emplace(key, static_cast<std::uint32_t>(net_.places.size()));
    if (!fresh) return at->second;
    Net::Place place;
    const bool decided = key[0].first != kToActivity && flow_.is_decided(key[0].first);
    place.kind = decided ? Net::Place::Kind::decision : Net::Place::Kind::token;
    for (const auto& [r, source] : key) {
      if (r != kToActivity) place.rows.push_back(r);
    }
    net_.places.push_back(std::move(place));
    // A guarded row's own tokens have places too.
    if (decided)
      for (const auto& [r, source] : key)
        for (const Takers& token : flow_.tokens_to(r)) place_of(token);
    return at->second;
  }

  Bits none() const { return Bits(net_.places.size()); }

  std::uint32_t add_region_place(std::string name) {
    net_.places.push_back({Net::Place::Kind::region, 0, 0, {}, std::move(name)});
    return static_cast<std::uint32_t>(net_.places.size() - 1);
  }

  /// Named after the join, of which there is one with these sources.
  void add_region_places() {
    for (const Region& paired : regions_) {
      const Row& join = model_.rows[paired.join];
      std::string name = "join";
      for (const RowSource& source : join.sources) name += ' ' + model_.activities[*source.activity].id;
      Net::Region region;
      region.running = add_region_place(name + ": runs");
      region.joined = add_region_place(name + ": joined");
      region.wait_for = join.wait_for.value_or(0);
      for (const RegionBranch& branch : paired.branches) {
        Net::Region::Branch& added = region.branches.emplace_back();
        added.arrived = arrival_place(paired.join, branch.source);
        added.passed = add_region_place(name + ": without " + model_.activities[branch.entry].id);
        added.activities = branch.activities;
      }
      net_.regions.push_back(std::move(region));
    }
  }

  std::uint32_t arrival_place(std::uint32_t join, std::uint32_t source) { return place_of({{join, source}}); }

  void size_sets() {
    net_.initial = none();
    net_.tokens = none();
    net_.flow = none();
    for (std::size_t p = 0; p < net_.places.size(); ++p) {
      if (net_.places[p].kind == Net::Place::Kind::state) continue;
      net_.flow.set(p);
      if (net_.places[p].kind != Net::Place::Kind::region) net_.tokens.set(p);
    }
  }

  Bits tokens_after(std::uint32_t ending) {
    Bits produced = none();
    for (const Takers& token : flow_.tokens_after(ending)) produced.set(place_of(token));
    return produced;
  }

  Bits states(std::uint32_t object, const std::vector<std::uint32_t>& of) const {
    Bits set = none();
    for (const std::uint32_t state : of) set.set(net_.state_place(object, state));
    return set;
  }

  void add_effects(Net::ResultNode& node, const Effects& effects) const {
    for (const Move& move : effects.moves)
      node.shifts.push_back({move.object, states(move.object, move.from), net_.state_place(move.object, move.to)});
    for (const Need& need : effects.needs) node.looks.push_back({need.of, need.object, states(need.object, need.states)});
  }

  void connect_results() {
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a) {
      const Activity& activity = model_.activities[a];
      Net::ActivityNode node;
      for (std::uint32_t r = 0; r < activity.results.size(); ++r) {
        Net::ResultNode result;
        add_effects(result, activity.effects);
        add_effects(result, activity.results[r].effects);
        result.produce = tokens_after(flow_.ending(a, r));
        result.clears = tokens_of_cancelled(a, r);
        node.results.push_back(std::move(result));
      }
      net_.activities.push_back(std::move(node));
    }
  }

  /// The tokens that wait for an activity which is cancelled, also where another could take them.
  Bits tokens_of_cancelled(std::uint32_t a, std::uint32_t r) const {
    Bits cleared = none();
    const std::vector<std::uint32_t> cancelled = cancelled_by(model_, a, r);
    if (cancelled.empty()) return cleared;
    const auto is_cancelled = [&](std::uint32_t activity) {
      return std::binary_search(cancelled.begin(), cancelled.end(), activity);
    };
    for (const auto& [key, place] : places_) {
      const std::vector<std::uint32_t> next = flow_.next_activities(key);
      if (std::any_of(next.begin(), next.end(), is_cancelled)) cleared.set(place);
    }
    return cleared;
  }

  /// Every place whose token one of the takers may take.
  void connect_inputs() {
    inputs_.resize(net_.activities.size());
    rows_to_.resize(net_.activities.size());
    for (std::uint32_t r = 0; r < model_.rows.size(); ++r) {
      for (const std::uint32_t target : model_.rows[r].targets) {
        net_.activities[target].free = false;
        rows_to_[target].push_back(r);
      }
    }
    std::map<std::uint32_t, Bits> joins;  // by row: a token from each of its sources, whose endings all hand on the same one
    for (const auto& [key, place] : places_) {
      if (net_.places[place].kind != Net::Place::Kind::token) continue;
      for (const auto& [r, source] : key) {
        if (r != kToActivity) {
          joins.try_emplace(r, none()).first->second.set(place);
          continue;
        }
        Bits input = none();
        input.set(place);
        inputs_[source].push_back({std::move(input), first_row_from(place, source)});
      }
    }
    for (const auto& [r, tokens] : joins) add_join(r, tokens);
    for (std::uint32_t a = 0; a < net_.activities.size(); ++a) sort_inputs(a);
  }

  /// The first row by which a token of a place leads to an activity without others beside it.
  std::uint32_t first_row_from(std::uint32_t place, std::uint32_t a) {
    const auto gives = [&](std::uint32_t ending) {
      const std::vector<Takers> tokens = flow_.tokens_after(ending);
      return std::any_of(tokens.begin(), tokens.end(), [&](const Takers& token) { return place_of(token) == place; });
    };
    for (const std::uint32_t r : rows_to_[a]) {
      const Row& row = model_.rows[r];
      const bool by_engine = flow_.is_decided(r) || TokenFlow::is_engines_join(row);
      if (by_engine && place_of({{kToActivity, a}}) == place) return r;
      if (by_engine || row.sources.size() > 1) continue;
      const std::vector<std::uint32_t> from = flow_.endings(row.sources[0]);
      if (std::any_of(from.begin(), from.end(), gives)) return r;
    }
    return static_cast<std::uint32_t>(model_.rows.size());
  }

  /// An input counts where the first row that leads from it to the activity stands.
  void sort_inputs(std::uint32_t a) {
    std::vector<Input>& inputs = inputs_[a];
    std::stable_sort(inputs.begin(), inputs.end(), [](const Input& left, const Input& right) { return left.row < right.row; });
    for (Input& input : inputs) net_.activities[a].inputs.push_back(std::move(input.tokens));
  }

  void add_join(std::uint32_t r, const Bits& tokens) {
    const Row& row = model_.rows[r];
    if (row.waits) return;  // its region's rule takes them
    if (TokenFlow::is_engines_join(row))
      add_silent(r, tokens);
    else
      inputs_[row.targets[0]].push_back({tokens, r});
  }

  Bits produced_by(std::uint32_t row) {
    Bits produced = none();
    for (const Takers& token : flow_.tokens_to(row)) produced.set(place_of(token));
    return produced;
  }

  /// A region can't be entered while it runs: its fork marks that, and no place holds two tokens.
  void add_silent(std::uint32_t row, const Bits& from) {
    Net::Silent silent;
    silent.row = row;
    silent.from = from;
    silent.produce = none();
    if (const Region* region = flow_.region_of_fork(row)) silent.produce.set(net_.regions[index_of(*region)].running);
    if (model_.rows[row].branches.empty())
      silent.produce |= produced_by(row);
    else
      add_branches(silent);
    net_.silents.push_back(std::move(silent));
  }

  std::size_t index_of(const Region& region) const { return static_cast<std::size_t>(&region - regions_.data()); }

  void add_branches(Net::Silent& silent) {
    silent.kind = Net::Silent::Kind::fork;
    const Region* region = flow_.region_of_fork(silent.row);
    for (const Branch& branch : model_.rows[silent.row].branches) {
      Net::BranchArc arc{none(), none()};
      if (branch.activity) arc.produce.set(place_of({{kToActivity, *branch.activity}}));
      if (branch.activity && region) arc.passed.set(passed_place(*region, *branch.activity));
      silent.branches.push_back(std::move(arc));
    }
  }

  std::uint32_t passed_place(const Region& region, std::uint32_t entry) const {
    std::size_t b = 0;
    while (region.branches[b].entry != entry) ++b;
    return net_.regions[index_of(region)].branches[b].passed;
  }

  void connect_decisions() {
    for (std::uint32_t p = 0; p < net_.places.size(); ++p) {
      if (net_.places[p].kind != Net::Place::Kind::decision) continue;
      Bits from = none();
      from.set(p);
      for (const std::uint32_t row : net_.places[p].rows) add_silent(row, from);
    }
  }

  void connect_regions() {
    for (std::uint32_t i = 0; i < regions_.size(); ++i) {
      Net::Region& region = net_.regions[i];
      Net::Silent join;
      join.kind = Net::Silent::Kind::join;
      join.row = regions_[i].join;
      join.from = none();
      join.produce = produced_by(join.row);
      join.region = i;
      net_.silents.push_back(std::move(join));
      region.all = none();
      region.all.set(region.running);
      region.all.set(region.joined);
      for (Net::Region::Branch& branch : region.branches) {
        region.all.set(branch.arrived);
        region.all.set(branch.passed);
        collect_tokens(branch, regions_[i].fork);
      }
    }
  }

  /// The places of a branch: those from which one of its activities can be the next.
  void collect_tokens(Net::Region::Branch& branch, std::uint32_t fork) const {
    branch.tokens = none();
    for (const auto& [key, place] : places_) {
      if (std::any_of(key.begin(), key.end(), [&](const auto& taker) { return taker.first == fork; }))
        continue;  // before the region
      for (const std::uint32_t next : flow_.next_activities(key))
        if (std::binary_search(branch.activities.begin(), branch.activities.end(), next)) branch.tokens.set(place);
    }
  }

  void sort_silents() {
    std::stable_sort(net_.silents.begin(), net_.silents.end(),
                     [](const Net::Silent& left, const Net::Silent& right) { return left.row < right.row; });
  }

  void mark_initially() {
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o)
      if (!model_.objects[o].states.empty() && !model_.objects[o].many) net_.initial.set(net_.state_place(o, 0));
    net_.initial |= tokens_after(0);
  }

  void collect_defaults() {
    net_.defaults.resize(model_.slot_count);
    for (const ObjectType& object : model_.objects)
      for (const Field& field : object.fields) net_.defaults[field.slot] = field.initial;
  }

  void collect_automatic() {
    Net::Automatic& automatic = net_.automatic;
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a) {
      const Activity& activity = model_.activities[a];
      if (activity.items) automatic.of_items.push_back(a);
      if (activity.performer == Performer::message && !activity.items) automatic.of_messages.push_back(a);
      if (activity.performer == Performer::service || activity.performer == Performer::process) automatic.of_others.push_back(a);
      if (activity.performer == Performer::engine) automatic.of_engine.push_back(a);
      for (std::uint32_t r = 0; r < activity.results.size(); ++r)
        if (activity.results[r].after) automatic.of_time.emplace_back(a, r);
    }
  }

  /// Names for stored markings: what the token waits for, as a person would say it; unique and fixed for a model version.
  void name_tokens() {
    std::map<std::string, std::uint32_t> used;
    for (const auto& [key, p] : places_) {
      Net::Place& place = net_.places[p];
      place.name = flow_.name_of(key);
      const std::uint32_t before = used[place.name]++;
      if (before > 0) place.name += '#' + std::to_string(before);
    }
  }

  /// A set of tokens that lets an activity begin, and the row where it counts.
  struct Input {
    Bits tokens;
    std::uint32_t row = 0;
  };

  const Model& model_;
  std::vector<Region> regions_;
  TokenFlow flow_;
  Net net_;
  std::vector<std::vector<Input>> inputs_;           ///< by activity
  std::vector<std::vector<std::uint32_t>> rows_to_;  ///< by activity, ascending
  std::map<Takers, std::uint32_t> places_;
};

}  // namespace

std::vector<std::uint32_t> cancelled_by(const Model& model, std::uint32_t activity, std::uint32_t result) {
  const Activity& declared = model.activities[activity];
  std::vector<std::uint32_t> cancelled;
  for (const Cancels* cancels : {&declared.cancels, &declared.results[result].cancels}) {
    if (cancels->all)
      for (std::uint32_t a = 0; a < model.activities.size(); ++a)
        if (a != activity) cancelled.push_back(a);
    cancelled.insert(cancelled.end(), cancels->activities.begin(), cancels->activities.end());
  }
  std::sort(cancelled.begin(), cancelled.end());
  cancelled.erase(std::unique(cancelled.begin(), cancelled.end()), cancelled.end());
  return cancelled;
}

std::shared_ptr<const Net> compile(std::shared_ptr<const Model> model) {
  return Compiler(std::move(model)).run();
}

}  // namespace itsmflow
