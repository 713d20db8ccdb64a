#include "verify/exploration.hpp"
#include "verify/net_proof.hpp"

#include <algorithm>
#include <memory>

namespace itsmflow {
namespace {

/// Who may do something is another question than what can be done.
std::shared_ptr<const Net> without_people_rules(const std::shared_ptr<const Net>& net) {
  const auto is_about_people = [](const Rule& rule) { return !rule.is_about_course(); };
  if (std::none_of(net->model->rules.begin(), net->model->rules.end(), is_about_people)) return net;
  auto model = std::make_shared<Model>(*net->model);
  std::erase_if(model->rules, is_about_people);
  return compile(std::move(model));
}

}  // namespace

Proof prove(const std::shared_ptr<const Net>& net, std::size_t most) {
  constexpr std::size_t kDearer = 5;  // to do a step than to fire a transition
  const UnfoldedNet unfolded = unfold(*net);
  if (unfolded.left_out.empty()) return prove(*net, unfolded, most);
  const auto followed = without_people_rules(net);
  return Exploration(*followed, std::max<std::size_t>(most / kDearer, 1)).proof();
}

}  // namespace itsmflow
