#include "doing.hpp"

namespace itsmflow::oracle {

using What = Doing::What;

Outcome do_in_twin(World& world, const Doing& doing) {
  Twin& twin = world.of(doing.number);
  if (doing.what == What::due) return world.due();
  if (doing.stale && twin.now().status == CaseStatus::open) return {.obstacles = {Kind::conflict}};  // 3.4
  if (doing.motive)
    return twin.deviate(doing.what == What::end ? Question::About::end : Question::About::perform, doing.person, doing.activity,
                        doing.result, doing.data, *doing.motive);
  switch (doing.what) {
    case What::perform:
      return twin.perform(doing.person, doing.activity, doing.result, doing.data);
    case What::begin:
      return twin.begin(doing.person, doing.activity);
    case What::end:
      return twin.end(doing.person, doing.activity, doing.result, doing.data);
    case What::claim:
      return twin.claim(doing.person, doing.activity);
    case What::hand_over:
      return twin.hand_over(doing.person, doing.activity, doing.to);
    case What::suspend:
      return twin.suspend(doing.person, doing.activity);
    case What::resume:
      return twin.resume(doing.person, doing.activity);
    case What::withdraw:
      return twin.withdraw(doing.person, doing.activity);
    case What::set:
      return twin.set(doing.person, doing.activity, doing.data);
    case What::send:
      return twin.send(doing.result, doing.data);
    case What::answer:
      return twin.answer(doing.activity, doing.fails ? std::nullopt : std::optional(doing.result), doing.data);
    case What::confirm:
      return twin.confirm(doing.person, doing.deviation);
    case What::disapprove:
      return twin.disapprove(doing.person, doing.deviation);
    case What::judge:
      return twin.judge(doing.person, doing.result);
    default:
      return twin.cancel(doing.person);
  }
}

Would would(World& world, const Doing& doing) {
  const std::size_t deviations = world.of(doing.number).now().deviations.size();
  const World::Moment before = world.moment();
  world.tell(World::Told::nobody_looks);
  const Outcome outcome = do_in_twin(world, doing);
  const bool deviates = world.of(doing.number).now().deviations.size() > deviations;
  world.back_to(before);
  world.tell(World::Told::nothing);
  if (outcome.error || !outcome.obstacles.empty()) return Would::not_do;
  return deviates ? Would::deviate : Would::do_it;
}

}  // namespace itsmflow::oracle
