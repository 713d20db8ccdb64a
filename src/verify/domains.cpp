#include "verify/domains.hpp"

#include <algorithm>

namespace itsmflow {
namespace {

template <class Look>
void each_effects(const Model& model, const Look& look) {
  for (const Activity& activity : model.activities) {
    look(activity.effects);
    for (const Result& result : activity.results) look(result.effects);
  }
}

/// The lists of fields that somebody gives after the start.
template <class Look>
void each_given_later(const Model& model, const Look& look) {
  each_effects(model, [&](const Effects& effects) {
    look(effects.required);
    look(effects.asked);
  });
  for (const Activity& activity : model.activities) {
    if (!activity.items) continue;
    for (const itsmflow::Part& part : activity.items->parts) {
      look(part.required);
      look(part.asked);
    }
  }
}

/// Fields that get what another case has, or its number; what isn't filled there is left alone here.
template <class Look>
void each_from_other_case(const Model& model, const Look& look) {
  const auto look_at = [&](const std::vector<StartedProcess>& starts) {
    for (const StartedProcess& started : starts)
      if (started.into) look(*started.into);
  };
  for (const Activity& activity : model.activities) {
    for (const ReturnedField& returned : activity.process.returns) look(returned.target);
    look_at(activity.starts);
    for (const Result& result : activity.results) look_at(result.starts);
  }
}

bool names(const std::vector<FieldRef>& refs, std::uint32_t slot) {
  return std::any_of(refs.begin(), refs.end(), [&](const FieldRef& ref) { return ref.slot == slot; });
}

}  // namespace

Domains::Domains(const Net& net, const Variables& variables) : net_(net), variables_(variables) {
  find_sources();
  compute();
}

void Domains::find_sources() {
  const Model& model = *net_.model;
  for (std::uint32_t v = 0; v < variables_.size(); ++v)
    sources_.push_back(variables_[v].kind == Variable::Kind::field ? Source::nobody : Source::given);
  const auto note = [&](const FieldRef& ref, Source source) {
    const auto v = variables_.of_slot(ref.slot);
    if (v && sources_[*v] != Source::given) sources_[*v] = source;
  };
  const auto give = [&](const std::vector<FieldRef>& refs) {
    for (const FieldRef& ref : refs) note(ref, Source::given);
  };
  each_effects(model, [&](const Effects& effects) {
    for (const SetField& set : effects.sets) note(set.target, Source::computed);
  });
  give(model.start.required);
  give(model.start.asked);
  each_given_later(model, give);
  each_from_other_case(model, [&](const FieldRef& ref) { note(ref, Source::given); });
}

/// The start requires it, and nothing can take it back: who is asked for it later may.
bool Domains::is_always_given(std::uint32_t slot) const {
  bool can_be_taken_back = false;
  each_given_later(*net_.model,
                   [&](const std::vector<FieldRef>& refs) { can_be_taken_back = can_be_taken_back || names(refs, slot); });
  return names(net_.model->start.required, slot) && !can_be_taken_back;
}

void Domains::compute() {
  for (std::uint32_t v = 0; v < variables_.size(); ++v) {
    const bool all = sources_[v] == Source::given;
    const bool never_empty = variables_[v].kind == Variable::Kind::field && is_always_given(variables_[v].slot);
    values_.push_back(never_empty ? variables_.given_values(v)
                      : all       ? variables_.all_values(v)
                                  : Variables::List{Variables::kNone});
  }
  for (bool more = true; more;) {
    more = false;
    each_effects(*net_.model, [&](const Effects& effects) {
      for (const SetField& set : effects.sets) more = add_values_of(set) || more;
    });
  }
}

bool Domains::add_values_of(const SetField& set) {
  const auto target = variables_.of_slot(set.target.slot);
  if (!target || values_[*target].size() == variables_[*target].values.size()) return false;
  const std::size_t before = values_[*target].size();
  const auto add = [&](std::uint32_t value) {
    Variables::List& known = values_[*target];
    if (std::find(known.begin(), known.end(), value) == known.end()) known.push_back(value);
  };
  const auto add_all = [&] {
    for (const std::uint32_t value : variables_.all_values(*target)) add(value);
  };
  const auto reads = variables_.read_by(set.value);
  if (!reads) add_all();
  Variables::Allowed allowed;
  if (reads)
    for (const std::uint32_t v : *reads) allowed.emplace_back(v, values_[v]);
  if (reads)
    variables_.for_each(allowed, [&](const Assignment& assignment) {
      if (!variables_.can_be_computed(set, assignment)) return;
      if (const auto value = variables_.computed(set, assignment))
        add(*value);
      else
        add_all();
    });
  std::sort(values_[*target].begin(), values_[*target].end());
  return values_[*target].size() > before;
}

}  // namespace itsmflow
