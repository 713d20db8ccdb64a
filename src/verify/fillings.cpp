#include "verify/fillings.hpp"

#include "expr/parser.hpp"
#include "model/fields.hpp"
#include "verify/lists.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow {
namespace {

using List = Variables::List;

/// It may have no value even if all is filled that it reads, as a division. Sums that are too large are left aside.
bool can_fail(const Expression& expression) {
  using expr::Node;
  const std::optional<expr::Ast> tree = expr::parse(expression.text()).ast;
  return !tree || std::any_of(tree->nodes.begin(), tree->nodes.end(), [](const Node& node) {
    if (node.kind == Node::Kind::op)
      return node.op == expr::Op::divide || node.op == expr::Op::modulo || node.op == expr::Op::index;
    return node.kind != Node::Kind::literal && node.kind != Node::Kind::ident && node.kind != Node::Kind::select;
  });
}

class Filler {
 public:
  Filler(const Net& net, const Variables& variables, const Ending& ending)
      : net_(net),
        model_(*net.model),
        variables_(variables),
        ending_(ending),
        in_play_(ending.allowed),
        optional_(ending.optional) {
    std::erase_if(optional_, [&](std::uint32_t v) { return has(ending_.given, v); });
    for (const Condition& condition : ending_.conditions) involve(*condition.expression);
    for (const SetField* set : ending_.sets) involve(set->value);
  }

  EndingFillings run() {
    if (are_too_many(in_play_, optional_)) return {{}, "more ways to fill in data than are tried"};
    // A field that may be given has the value already, or gets it.
    List choosable;
    for (const std::uint32_t v : optional_)
      if (in_play_.contains(v)) choosable.push_back(v);
    variables_.for_each({in_play_.begin(), in_play_.end()}, [&](const Assignment& assignment) {
      if (!all_hold(variables_, ending_.conditions, assignment) || !can_be_computed(assignment)) return;
      for (std::uint32_t chosen = 0; chosen < 1U << choosable.size(); ++chosen) {
        List given = ending_.given;
        for (std::size_t i = 0; i < choosable.size(); ++i)
          if ((chosen >> i & 1U) != 0) given.push_back(choosable[i]);
        fill(assignment, given);
      }
    });
    return std::move(found_);
  }

 private:
  /// What conditions and computed values read has a value; what else is given is chosen when it matters.
  void involve(const Expression& expression) {
    for (const std::uint32_t v : variables_.read_by(expression).value_or(List{}))
      in_play_.try_emplace(v, has(ending_.given, v) ? variables_.given_values(v) : variables_.all_values(v));
  }

  void fill(const Assignment& assignment, const List& given) {
    Filling filling;
    for (std::uint32_t v = 0; v < variables_.size(); ++v) {
      if (v == variables_.actor()) continue;
      const bool in_play = assignment[v] != Variables::kAny;
      if (const auto moved = ending_.moves.find(v); moved != ending_.moves.end()) {
        filling.changes[v] = {assignment[v], moved->second};
      } else if (has(given, v)) {
        filling.changes[v].to = in_play ? assignment[v] : Filling::kOpen;
        if (in_play) filling.given.emplace_back(v, assignment[v]);
      } else if (in_play) {
        filling.changes[v].from = assignment[v];
      } else if (has(optional_, v)) {
        filling.optional.push_back(v);
      }
    }
    compute_sets(filling, assignment);
    found_.all.push_back(std::move(filling));
  }

  void compute_sets(Filling& filling, Assignment assignment) {
    for (const SetField* set : ending_.sets) {
      const auto v = variables_.of_slot(set->target.slot);
      if (!v) {
        if (!variables_.read_by(set->value) && !is_surely_computed(*set)) leave_out_computed();
        continue;
      }
      const auto value = is_known(set->value, assignment) ? variables_.computed(*set, assignment) : std::nullopt;
      if (!value) leave_out_computed();
      filling.changes[*v].to = value.value_or(Filling::kOpen);
      assignment[*v] = value.value_or(Variables::kAny);
      std::erase(filling.optional, *v);
    }
  }

  void leave_out_computed() { found_.left_out = "values that are computed from too much"; }

  /// In the written order, each seeing those before it; what can't be told may be computed.
  bool can_be_computed(Assignment assignment) const {
    for (const SetField* set : ending_.sets) {
      const bool known = is_known(set->value, assignment);
      if (known && !variables_.can_be_computed(*set, assignment)) return false;
      if (const auto v = variables_.of_slot(set->target.slot))
        assignment[*v] = known ? variables_.computed(*set, assignment).value_or(Variables::kAny) : Variables::kAny;
    }
    return true;
  }

  bool is_known(const Expression& expression, const Assignment& assignment) const {
    const auto reads = variables_.read_by(expression);
    return reads && std::all_of(reads->begin(), reads->end(), [&](std::uint32_t v) { return assignment[v] != Variables::kAny; });
  }

  /// Whatever is given: nothing that it is computed from can be missing, and the field takes whatever comes of it.
  bool is_surely_computed(const SetField& set) const {
    const Field& target = model_.field(set.target);
    const bool takes_all =
        (target.type == FieldType::integer || target.type == FieldType::number || target.type == FieldType::boolean ||
         target.type == FieldType::string || target.type == FieldType::text) &&
        !target.min && !target.max;
    const Activity& activity = model_.activities[ending_.activity];
    const std::vector<std::uint32_t>& slots = set.value.slots();
    return takes_all && !can_fail(set.value) && std::all_of(slots.begin(), slots.end(), [&](std::uint32_t slot) {
             return (slot < net_.defaults.size() && !net_.defaults[slot].is_null()) || has_slot(activity.effects.required, slot) ||
                    has_slot(activity.results[ending_.result].effects.required, slot);
           });
  }

  const Net& net_;
  const Model& model_;
  const Variables& variables_;
  const Ending& ending_;
  InPlay in_play_;
  List optional_;
  EndingFillings found_;
};

}  // namespace

EndingFillings fillings_of(const Net& net, const Variables& variables, const Ending& ending) {
  return Filler(net, variables, ending).run();
}

}  // namespace itsmflow
