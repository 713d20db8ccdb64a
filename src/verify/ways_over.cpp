#include "verify/ways_over.hpp"

#include "semantics/state_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>
#include <utility>

namespace itsmflow {
namespace {

constexpr std::size_t kMostFillings = 200;  ///< of one activity

bool may_lack_data(const Model& model, std::uint32_t activity) {
  return std::any_of(model.deviations.lines.begin(), model.deviations.lines.end(), [&](const Allowance& line) {
    return line.what == DeviationKind::missing_data && std::binary_search(line.activities.begin(), line.activities.end(), activity);
  });
}

std::string key_of(const Net& net, const WayOver& over, Timestamp now) {
  std::string key;
  for (const Passed& passed : over.passed()) key += fmt::format("{}.{} ", passed.activity, passed.result);
  return key + state_key(net, over.way.state, now);
}

}  // namespace

Fillings ways_to_fill_deviating(const Net& net, const CaseState& state, const Passed& done, std::string_view actor,
                                const Writes& given, const TriedValues& values) {
  const Activity& activity = net.model->activities[done.activity];
  const Result& result = activity.results[done.result];
  const auto fields = [&](const std::vector<FieldRef>& own, const std::vector<FieldRef>& of_result) {
    std::vector<FieldRef> found = own;
    found.insert(found.end(), of_result.begin(), of_result.end());
    std::erase_if(found, [&](const FieldRef& ref) {
      return net.model->field(ref).is_derived() ||
             std::any_of(given.begin(), given.end(), [&](const auto& write) { return write.first == ref.slot; });
    });
    return found;
  };
  const std::vector<FieldRef> required = fields(activity.effects.required, result.effects.required);
  std::vector<FieldRef> asked = fields(activity.effects.asked, result.effects.asked);
  Fillings fillings = ways_to_fill(net, state, required, asked, actor, kMostFillings, values.known);
  if (may_lack_data(*net.model, done.activity)) {
    asked.insert(asked.begin(), required.begin(), required.end());
    Fillings without = ways_to_fill(net, state, {}, asked, actor, kMostFillings, values.known);
    fillings.all = fillings.all && without.all;
    for (Writes& way : without.ways)
      if (std::find(fillings.ways.begin(), fillings.ways.end(), way) == fillings.ways.end())
        fillings.ways.push_back(std::move(way));
  }
  add_longer_lists(fillings.ways, values.lengths);
  return fillings;
}

WaysOver ways_over(const Net& net, const CaseState& state, const Directory::Person& person, std::uint32_t motive,
                   const Surroundings& surroundings, const TriedValues& values, std::size_t most) {
  const Model& model = *net.model;
  const Attempt deviator{.what = Attempt::What::perform, .result = {}, .actor = person.id, .held = person.roles};
  WaysOver found;
  std::vector<WayOver>& ways = found.ways;
  ways.push_back({{{}, {}, state, {}, Permissions(model, state, person.roles, motive, surroundings.now)}});
  std::unordered_set<std::string> known;
  for (std::size_t i = 0; i < ways.size(); ++i)
    for (std::uint32_t a = 0; a < net.activities.size(); ++a) {
      const std::vector<Passed>& before = ways[i].way.passed;
      if (std::any_of(before.begin(), before.end(), [&](const Passed& one) { return one.activity == a; })) continue;
      if (!ways[i].way.permissions.permits(DeviationKind::skip, a)) continue;
      for (std::uint32_t r = 0; r < net.activities[a].results.size(); ++r) {
        if (!why_never_skipped(model, a, r).empty()) continue;
        Way from = ways[i].way;
        Fillings fillings = ways_to_fill_deviating(net, from.state, {a, r}, person.id, ways[i].given, values);
        found.all = found.all && fillings.all;
        for (Writes& given : fillings.ways) {
          from.left = given;
          std::optional<Way> next = pass_over(net, from, {a, r}, deviator, surroundings);
          if (!next) continue;
          WayOver longer{std::move(*next), ways[i].given};
          longer.given.insert(longer.given.end(), std::make_move_iterator(given.begin()), std::make_move_iterator(given.end()));
          if (!known.insert(key_of(net, longer, surroundings.now)).second) continue;
          found.all = found.all && ways.size() < most;
          if (ways.size() >= most) return found;
          ways.push_back(std::move(longer));
        }
      }
    }
  return found;
}

}  // namespace itsmflow
