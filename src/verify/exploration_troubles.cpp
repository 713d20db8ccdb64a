// What is wrong with a model, from all that was followed of its cases.

#include "verify/exploration.hpp"
#include "verify/untried.hpp"

#include <algorithm>
#include <map>

namespace itsmflow {
namespace {

/// A bit for each, from the second on.
std::uint64_t all_orders(std::uint32_t count) {
  std::uint64_t bits = 0;
  for (std::uint32_t order = 1; order <= count; ++order) bits |= std::uint64_t{1} << order;
  return bits;
}

}  // namespace

/// From where some node of a kind can be reached, whichever of several times comes first: people, services and other cases may act so
/// that it is reached, and how long timers have run nobody chooses. Where one timer runs alone, waiting for it is as good as any act.
std::vector<bool> Exploration::leading_to(const std::function<bool(std::uint32_t)>& is_wanted, Ways ways) const {
  std::vector<std::vector<const Edge*>> before(nodes_.size());
  for (const Edge& edge : edges_)
    if (ways == Ways::any || !edge.is_early) before[edge.to].push_back(&edge);
  std::vector<std::uint64_t> orders;  // by node: those that don't lead there, as far as is known
  for (const Node& node : nodes_) orders.push_back(all_orders(node.orders));
  std::vector<bool> leads(nodes_.size());
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < nodes_.size(); ++i)
    if (is_wanted(i)) open.push_back(i);
  for (const std::uint32_t i : open) leads[i] = true;
  while (!open.empty()) {
    const std::uint32_t i = open.back();
    open.pop_back();
    for (const Edge* edge : before[i]) {
      if (leads[edge->from]) continue;
      orders[edge->from] &= ~(std::uint64_t{1} << edge->order);  // with messages before it, it is the same order
      if (edge->order > 0 && orders[edge->from] != 0) continue;
      leads[edge->from] = true;
      open.push_back(edge->from);
    }
  }
  return leads;
}

/// Nothing that wasn't looked at can help where it can't begin: where nothing runs or is under way, and whoever is asked for something
/// could give any value in vain. Where something goes on a message may have come that brings what wasn't tried.
std::vector<bool> Exploration::left_open() const {
  std::vector<bool> open{true};
  for (std::uint32_t i = 1; i < nodes_.size(); ++i) {
    const CaseState& state = nodes_[i].state;
    bool more = nodes_[i].supposed;
    if (state.status == CaseStatus::open)
      more = more || !is_whole_[i] || (goes_on_[i] && !net_.reads.messages_are_known) || running_timers(state) > 1 ||
             may_do_what_is_untried(net_, state, people_);
    open.push_back(more);
  }
  return open;
}

/// All that can happen is among what was followed, however long times are, when they began, and whether they call a service again, for those
/// that are due next are always some of those that run; and from everywhere a case can be over. What doesn't happen there never does; what
/// happens there may need an order that can't be.
bool Exploration::is_fine_in_any_order() const {
  const auto leaves_work = [&](std::uint32_t i) { return is_over(i) && !work_places(net_, nodes_[i].state.marking).empty(); };
  const std::vector<bool> hopeful = leading_to([&](std::uint32_t i) { return is_over(i); }, Ways::sure);
  if (contact_ || circle_) return false;
  for (std::uint32_t i = 0; i < nodes_.size(); ++i)
    if (!hopeful[i] || (deviating_ == Deviating::no && leaves_work(i))) return false;
  return true;
}

/// Nobody can be relied upon to send a message before it is waited for; and that one comes can't be ruled out either.
void Exploration::find_what_hangs_on_early_messages() {
  const auto is_wanted = [&](std::uint32_t i) { return is_over(i); };
  const std::vector<bool> sure = leading_to(is_wanted, Ways::sure);
  const std::vector<bool> any = leading_to(is_wanted, Ways::any);
  if (sure != any) say("whether messages come before anybody waits for them");
}

void Exploration::find_troubles(Proof& proof) {
  if (contact_) {
    Trouble& trouble = proof.troubles.emplace_back(Trouble{Trouble::Kind::twice, standing(contact_->from), way_to(contact_->from)});
    if (contact_->step) trouble.way.push_back(*contact_->step);
    trouble.place = contact_->place;
    return;
  }
  const std::vector<bool> open = proof.complete ? std::vector<bool>(nodes_.size()) : left_open();
  const std::vector<bool> hopeful = leading_to([&](std::uint32_t i) { return is_over(i) || open[i]; }, Ways::any);
  const std::vector<bool> stops = leading_to([&](std::uint32_t i) { return !goes_on_[i]; }, Ways::any);
  std::map<std::optional<std::uint32_t>, std::size_t> lost;  // by line that permits to get there
  for (const std::uint32_t i : in_order_) {
    if (hopeful[i]) continue;
    if (!goes_on_[i]) proof.troubles.push_back({Trouble::Kind::stuck, standing(i), way_to(i)});
    if (stops[i]) continue;
    const auto [first, fresh] = lost.try_emplace(nodes_[i].deviated, proof.troubles.size());
    if (!fresh) {
      std::vector<Standing>& later = proof.troubles[first->second].later;
      if (later.size() < Trouble::kMostLater) later.push_back(standing(i));
      continue;
    }
    proof.troubles.push_back({Trouble::Kind::lost, standing(i), way_to(i)});
  }
  if (proof.troubles.empty()) find_leftover(proof);
  if (!circle_ || (!proof.complete && circle_->supposed)) return;
  Trouble& trouble = proof.troubles.emplace_back(Trouble{Trouble::Kind::circle, standing(circle_->from), way_to(circle_->from)});
  add_steps(trouble.way, circle_->step);
  trouble.activities = circle_->activities;
}

void Exploration::find_leftover(Proof& proof) {
  for (const std::uint32_t i : in_order_) {
    if (!is_over(i) || (!proof.complete && nodes_[i].supposed)) continue;
    for (const std::uint32_t p : work_places(net_, nodes_[i].state.marking)) {
      const bool known =
          std::any_of(proof.troubles.begin(), proof.troubles.end(), [&](const Trouble& one) { return one.place == p; });
      if (known) continue;
      proof.troubles.push_back({Trouble::Kind::leftover, standing(i), way_to(i)});
      proof.troubles.back().place = p;
    }
  }
}

}  // namespace itsmflow
