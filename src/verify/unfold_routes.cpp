#include "verify/conditions.hpp"
#include "verify/lists.hpp"
#include "verify/unfolding.hpp"

#include <cstddef>
#include <vector>

namespace itsmflow {
namespace {

using List = Unfolding::List;
using Order = Unfolding::Order;
using Transition = Unfolding::Transition;
using Conditions = std::vector<Condition>;

/// Adds one transition for each way in which the conditions hold.
void add_where(Unfolding& unfolding, const Transition& transition, const UnfoldedStep& step, const Conditions& conditions) {
  const Variables& variables = unfolding.variables();
  InPlay in_play{{variables.actor(), {Variables::kNone}}};
  for (const Condition& condition : conditions)
    for (const std::uint32_t v : variables.read_by(*condition.expression).value_or(List{}))
      in_play.try_emplace(v, variables.all_values(v));
  if (are_too_many(in_play)) return unfolding.leave_out("more values of what one choice reads than are looked at");
  variables.for_each({in_play.begin(), in_play.end()}, [&](const Assignment& assignment) {
    if (!all_hold(variables, conditions, assignment)) return;
    Transition with = transition;
    for (const auto& [v, values] : in_play)
      if (v != variables.actor()) with.read.push_back(unfolding.place_of(v, assignment[v]));
    unfolding.add(std::move(with), step);
  });
}

UnfoldedStep step_of(std::uint32_t s) {
  return {.kind = UnfoldedStep::Kind::route, .silent = s};
}

/// A row or a fork is taken.
Transition taking(const Unfolding& unfolding, std::uint32_t s) {
  const Net::Silent& silent = unfolding.net().silents[s];
  Transition transition = unfolding.route(silent.from.members(), silent.produce.members(), Unfolding::urgency(Order::row, s));
  const std::vector<Net::Region>& regions = unfolding.net().regions;
  for (std::uint32_t region = 0; region < regions.size(); ++region)
    if (silent.produce.test(regions[region].running)) {
      transition.take.push_back(unfolding.idle(region));
      break;
    }
  return transition;
}

/// The first of the rows from one place whose guard holds.
void add_row(Unfolding& unfolding, std::uint32_t s) {
  const Net& net = unfolding.net();
  const Net::Silent& silent = net.silents[s];
  const std::vector<Row>& rows = unfolding.model().rows;
  const Row& row = rows[silent.row];
  Conditions conditions;
  if (row.sources.size() == 1)
    for (const std::uint32_t earlier : net.places[silent.from.members().front()].rows) {
      if (earlier == silent.row) break;
      if (rows[earlier].decision == Row::Decision::guard) conditions.push_back({&rows[earlier].guard.expression, false});
    }
  if (row.decision == Row::Decision::guard) conditions.push_back({&row.guard.expression});
  add_where(unfolding, taking(unfolding, s), step_of(s), conditions);
}

/// Branch after branch is begun or passed over, the one that is taken `otherwise` last. Where none would be begun the fork waits.
class ForkUnfolder {
 public:
  ForkUnfolder(Unfolding& unfolding, std::uint32_t s)
      : unfolding_(unfolding), s_(s), silent_(unfolding.net().silents[s]), row_(unfolding.model().rows[silent_.row]) {}

  void add() {
    Stage stage = stage_of_its_own();
    add_first(stage);
    const List order = in_order();
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i + 1 == order.size()) return add_branch(order[i], stage, nullptr);
      const Stage next = stage_of_its_own();
      add_branch(order[i], stage, &next);
      stage = next;
    }
  }

 private:
  /// Places: so far no branch was begun, or some were.
  struct Stage {
    std::uint32_t none = 0;
    std::uint32_t some = 0;
  };
  Stage stage_of_its_own() {
    const std::uint32_t none = unfolding_.place();
    return {none, unfolding_.place()};
  }

  List in_order() const {
    List order;
    for (const bool otherwise : {false, true})
      for (std::uint32_t b = 0; b < row_.branches.size(); ++b)
        if ((row_.branches[b].choice == Branch::Choice::otherwise) == otherwise) order.push_back(b);
    return order;
  }

  /// One transition for whichever guard is the first that holds, or just one where some branch is begun anyway.
  void add_first(const Stage& stage) {
    Transition first = taking(unfolding_, s_);
    first.put.push_back(stage.none);
    Conditions earlier_fail;
    bool one_is_sure = false;
    for (const Branch& branch : row_.branches) one_is_sure = one_is_sure || branch.choice != Branch::Choice::guard;
    if (one_is_sure) return add_where(unfolding_, first, step_of(s_), {});
    for (const Branch& branch : row_.branches) {
      Conditions conditions = earlier_fail;
      conditions.push_back({&branch.guard.expression});
      add_where(unfolding_, first, step_of(s_), conditions);
      earlier_fail.push_back({&branch.guard.expression, false});
    }
  }

  /// `next`: null after the last branch.
  void add_branch(std::uint32_t b, const Stage& from, const Stage* next) {
    const Branch& branch = row_.branches[b];
    const List begun = silent_.branches[b].produce.members();
    const List passed = as_if_done(silent_.branches[b].passed.members());
    const auto go = [&](std::uint32_t place, const List& puts, std::uint32_t Stage::*to, const Conditions& conditions) {
      Transition transition = unfolding_.route({place}, puts, Unfolding::urgency(Order::fork_goes_on));
      if (next) transition.put.push_back(next->*to);
      add_where(unfolding_, transition, step_of(s_), conditions);
    };
    if (branch.choice == Branch::Choice::guard) {
      go(from.none, begun, &Stage::some, {{&branch.guard.expression}});
      go(from.some, begun, &Stage::some, {{&branch.guard.expression}});
      go(from.none, passed, &Stage::none, {{&branch.guard.expression, false}});
      go(from.some, passed, &Stage::some, {{&branch.guard.expression, false}});
    } else {
      const bool otherwise = branch.choice == Branch::Choice::otherwise;
      go(from.none, begun, &Stage::some, {});
      go(from.some, otherwise ? passed : begun, &Stage::some, {});
    }
  }

  /// A join doesn't ask whether a branch was done or passed over.
  List as_if_done(List places) const {
    for (std::uint32_t& place : places)
      for (const Net::Region& region : unfolding_.net().regions)
        for (const Net::Region::Branch& branch : region.branches)
          if (place == branch.passed) place = branch.arrived;
    return places;
  }

  Unfolding& unfolding_;
  std::uint32_t s_;
  const Net::Silent& silent_;
  const Row& row_;
};

/// It goes on when each branch of its region has come to its end, or was passed over.
void add_join(Unfolding& unfolding, std::uint32_t s) {
  const Net::Silent& silent = unfolding.net().silents[s];
  const Net::Region& region = unfolding.net().regions[silent.region];
  List all{region.running};
  for (const Net::Region::Branch& branch : region.branches) all.push_back(branch.arrived);
  List put = silent.produce.members();
  put.push_back(unfolding.idle(silent.region));
  unfolding.add(unfolding.route(all, put, Unfolding::urgency(Order::row, s)), step_of(s));
}

}  // namespace

void add_route(Unfolding& unfolding, std::uint32_t silent) {
  switch (unfolding.net().silents[silent].kind) {
    case Net::Silent::Kind::row:
      return add_row(unfolding, silent);
    case Net::Silent::Kind::fork:
      return ForkUnfolder(unfolding, silent).add();
    case Net::Silent::Kind::join:
      return add_join(unfolding, silent);
  }
}

}  // namespace itsmflow
