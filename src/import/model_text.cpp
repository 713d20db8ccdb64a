#include "import/model_text.hpp"

#include "import/ids.hpp"
#include "source/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <set>

namespace itsmflow::pnml {
namespace {

using List = std::vector<std::uint32_t>;

/// Who puts into each place and who takes from it.
struct Ends {
  std::vector<List> givers;
  std::vector<List> takers;
  std::vector<bool> is_final;
  std::vector<bool> is_initial;

  explicit Ends(const Net& net)
      : givers(net.places.size()), takers(net.places.size()), is_final(net.places.size()), is_initial(net.places.size()) {
    for (std::uint32_t t = 0; t < net.transitions.size(); ++t) {
      for (const std::uint32_t p : net.petri.transitions[t].take) takers[p].push_back(t);
      for (const std::uint32_t p : net.petri.transitions[t].put) givers[p].push_back(t);
    }
    for (const List& places : net.finals)
      for (const std::uint32_t p : places) is_final[p] = true;
    for (const std::uint32_t p : net.petri.initial) is_initial[p] = true;
  }
};

class Writer {
 public:
  Writer(const Net& net, const std::string& process) : net_(net), process_(process), ends_(net) {}

  std::string run() {
    name_all();
    order_.push_back(kStart);
    seen_.insert(kStart);
    for (std::size_t i = 0; i < order_.size(); ++i) add_rows(order_[i]);
    for (std::uint32_t t = 0; t < net_.transitions.size(); ++t) {  // what can't be come to
      if (!seen_.insert(t).second) continue;
      order_.push_back(t);
      for (std::size_t i = order_.size() - 1; i < order_.size(); ++i) add_rows(order_[i]);
    }
    return head() + activities() + "\ntransitions:\n" + rows_;
  }

 private:
  // What a row can name: the transitions by their numbers, then the places that have an activity, then the start.
  static constexpr std::uint32_t kStart = UINT32_MAX;
  std::uint32_t of_place(std::uint32_t p) const { return static_cast<std::uint32_t>(net_.transitions.size()) + p; }
  bool is_place(std::uint32_t node) const { return node != kStart && node >= net_.transitions.size(); }
  std::uint32_t place_of(std::uint32_t node) const { return node - static_cast<std::uint32_t>(net_.transitions.size()); }

  /// Silent transitions that take from places of their own alone, and are on no circle of such: the engine would go round and never come to
  /// anything else.
  void find_engines() {
    for (std::uint32_t t = 0; t < net_.transitions.size(); ++t) {
      const List& places = net_.petri.transitions[t].take;
      engines_.push_back(net_.transitions[t].is_silent &&
                         std::all_of(places.begin(), places.end(), [&](std::uint32_t p) { return ends_.takers[p].size() == 1; }));
    }
    std::vector<bool> circling = engines_;
    drop_loose_ends(circling, ends_.givers, &PetriNet::Transition::put);
    drop_loose_ends(circling, ends_.takers, &PetriNet::Transition::take);
    for (std::uint32_t t = 0; t < circling.size(); ++t) engines_[t] = engines_[t] && !circling[t];
  }

  /// Takes out, one after the other, transitions that none which is left comes before: `before` says for each place whose token it may be,
  /// and `onward` where those of a transition go.
  void drop_loose_ends(std::vector<bool>& left, const std::vector<List>& before, List PetriNet::Transition::*onward) const {
    const std::vector<List>& after = &before == &ends_.givers ? ends_.takers : ends_.givers;
    const auto backward = onward == &PetriNet::Transition::put ? &PetriNet::Transition::take : &PetriNet::Transition::put;
    std::vector<std::size_t> count(left.size());
    List open;
    for (std::uint32_t t = 0; t < left.size(); ++t) {
      if (!left[t]) continue;
      for (const std::uint32_t p : net_.petri.transitions[t].*backward)
        count[t] +=
            static_cast<std::size_t>(std::count_if(before[p].begin(), before[p].end(), [&](std::uint32_t u) { return left[u]; }));
      if (count[t] == 0) open.push_back(t);
    }
    while (!open.empty()) {
      const std::uint32_t t = open.back();
      open.pop_back();
      left[t] = false;
      for (const std::uint32_t p : net_.petri.transitions[t].*onward)
        for (const std::uint32_t u : after[p])
          if (left[u] && --count[u] == 0) open.push_back(u);
    }
  }

  void name_all() {
    find_engines();
    Ids ids;
    for (const Node& t : net_.transitions) ids_.push_back(ids.make(t.name, "activity"));
    for (std::uint32_t p = 0; p < net_.places.size(); ++p) {
      has_activity_.push_back(needs_activity(p));
      ids_.push_back(has_activity_.back() ? ids.make("at_" + net_.places[p].name, "at_place") : "");
    }
  }

  /// Where a token comes to when a node ends. What comes to a final place is at its end there.
  List outputs(std::uint32_t node) const {
    if (is_place(node)) return {place_of(node)};
    List places;
    for (const std::uint32_t p : node == kStart ? net_.petri.initial : net_.petri.transitions[node].put)
      if (!ends_.is_final[p]) places.push_back(p);
    return places;
  }

  bool joins(std::uint32_t transition) const { return net_.petri.transitions[transition].take.size() > 1; }

  bool needs_activity(std::uint32_t p) const {
    const List& takers = ends_.takers[p];
    if (takers.empty()) return false;
    const bool is_joined = std::any_of(takers.begin(), takers.end(), [&](std::uint32_t t) { return joins(t); });
    List givers = ends_.givers[p];
    if (ends_.is_initial[p]) givers.push_back(kStart);
    const bool is_forked = std::any_of(givers.begin(), givers.end(), [&](std::uint32_t t) { return outputs(t).size() > 1; });
    if (is_forked) return is_joined || takers.size() > 1;            // a fork names the activities that follow, one each
    return is_joined && (givers.size() > 1 || ends_.is_initial[p]);  // a join names one source for each place
  }

  const std::string& id(std::uint32_t node) const {
    static const std::string start = "start";
    return node == kStart ? start : ids_[node];
  }

  /// Names a node in a row.
  const std::string& follow(std::uint32_t node) {
    if (seen_.insert(node).second) order_.push_back(node);
    return id(node);
  }

  void add_row(const std::string& from, const std::string& to) { rows_ += fmt::format("  - {} -> {}\n", from, to); }

  void add_rows(std::uint32_t node) {
    const List places = outputs(node);
    if (places.empty()) return add_row(id(node), "end");
    if (places.size() == 1) return add_choice(node, places.front());
    std::string targets;
    for (const std::uint32_t p : places)
      targets += (targets.empty() ? "" : " & ") + follow(has_activity_[p] ? of_place(p) : ends_.takers[p].front());
    add_row(id(node), targets);
  }

  /// What takes the one token that a node hands on.
  void add_choice(std::uint32_t node, std::uint32_t p) {
    if (has_activity_[p] && !is_place(node)) return add_row(id(node), follow(of_place(p)));
    for (const std::uint32_t taker : ends_.takers[p]) {
      if (!joins(taker))
        add_row(id(node), follow(taker));
      else if (joined_.insert(taker).second)
        add_row(sources_of(taker), follow(taker));
    }
  }

  std::string sources_of(std::uint32_t join) const {
    std::string sources;
    for (const std::uint32_t p : net_.petri.transitions[join].take)
      sources += (sources.empty() ? "" : " & ") + id(has_activity_[p] ? of_place(p) : ends_.givers[p].front());
    return sources;
  }

  std::string head() const {
    std::string text =
        "# Made from a net by `itsmflow import`. Who does what isn't in a net: put your own roles in place of `performer`.\n";
    text += fmt::format("itsmflow: 1\nprocess: {}\n", process_);
    if (!net_.name.empty() && net_.name != process_) text += fmt::format("title: {}\n", yaml_text(net_.name));
    text += "version: 1.0.0\n";
    const auto is_performed = [&](std::uint32_t node) { return node != kStart && !is_place(node) && !is_engines(node); };
    if (std::any_of(order_.begin(), order_.end(), is_performed)) text += "\nroles:\n  performer: Performer\n";
    return text;
  }

  bool is_engines(std::uint32_t t) const { return engines_[t]; }

  std::string activities() const {
    std::string text = "\nactivities:\n";
    for (const std::uint32_t node : order_) {
      if (node == kStart) continue;
      const std::string performer = is_place(node) || is_engines(node) ? "by: engine" : "role: performer";
      const std::string& name = is_place(node) ? net_.places[place_of(node)].name : net_.transitions[node].name;
      std::string said = ids_[node];
      std::replace(said.begin(), said.end(), '_', ' ');
      const bool needs_title = !is_place(node) && name != said && name != ids_[node];
      text += fmt::format("  {}: {{{}{}}}", ids_[node], needs_title ? fmt::format("title: {}, ", yaml_text(name)) : "", performer);
      if (is_place(node)) text += fmt::format("  # the place {}", source::clip(name));
      if (!is_place(node) && net_.transitions[node].is_silent && !is_engines(node))
        text += "  # silent in the net; here somebody says so";
      text += '\n';
    }
    return text;
  }

  const Net& net_;
  const std::string& process_;
  Ends ends_;
  std::vector<std::string> ids_;    ///< by transition, and then by place
  std::vector<bool> has_activity_;  ///< by place
  std::vector<bool> engines_;       ///< by transition: the engine does it
  std::vector<std::uint32_t> order_;
  std::set<std::uint32_t> seen_;
  std::set<std::uint32_t> joined_;
  std::string rows_;
};

}  // namespace

void find_inexpressible(const Net& net, Diagnostics& diagnostics) {
  const Ends ends(net);
  const auto refuse = [&](std::uint32_t p, std::string message, std::string help) {
    diagnostics.push_back(source::finding("not-expressible", std::move(message), net.span(net.places[p]), std::move(help)));
  };
  for (std::uint32_t p = 0; p < net.places.size(); ++p) {
    const std::string name = called(net.places[p]);
    const bool is_left = !ends.takers[p].empty();
    const bool is_filled = ends.is_initial[p] || !ends.givers[p].empty();
    if (ends.is_final[p] && is_left)
      refuse(p, fmt::format("a case may end in the place {}, and may also go on from it; no row can say both", name),
             "let a transition lead from it to a place of its own, where the case ends");
    if (!ends.is_final[p] && !is_left && is_filled)
      refuse(p,
             fmt::format("no arc leads on from the place {}, and no case ends there; a model can't keep a token for nobody", name),
             "lead an arc on from it, take it out, or name it in the final markings");
    if (!is_filled && is_left)
      refuse(p, fmt::format("no token ever comes to the place {}", name),
             "take it out with the transitions that wait for it, or lead an arc to it");
    if (ends.is_initial[p] && !is_left && ends.is_final[p])
      refuse(p, fmt::format("a case ends in the place {} before anything happens", name), "take it out");
  }
}

std::string model_text(const Net& net, const std::string& process) {
  return Writer(net, process).run();
}

}  // namespace itsmflow::pnml
