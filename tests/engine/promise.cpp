#include "promise.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace itsmflow {
namespace {

bool is_about_order(DeviationKind kind) {
  return kind == DeviationKind::skip || kind == DeviationKind::extra || kind == DeviationKind::again;
}

std::string words_of(const std::vector<Obstacle>& obstacles) {
  std::string words;
  for (const Obstacle& obstacle : obstacles) words += (words.empty() ? "" : "; ") + obstacle.message();
  return words;
}

bool strands(const std::vector<Obstacle>& obstacles) {
  return std::any_of(obstacles.begin(), obstacles.end(),
                     [](const Obstacle& obstacle) { return obstacle.kind() == Obstacle::Kind::would_strand; });
}

std::string in(CaseId id) {
  return "case " + to_string(id) + ": ";
}

}  // namespace

void Kept::add(const Kept& more) {
  steps += more.steps;
  deviations += more.deviations;
  named += more.named;
  given += more.given;
  stranding += more.stranding;
  verdicts += more.verdicts;
  outside += more.outside;
  waits += more.waits;
  over += more.over;
  driven += more.driven;
  kinds.insert(more.kinds.begin(), more.kinds.end());
  if (broken.empty()) broken = more.broken;
}

PromiseWalk::PromiseWalk(const Library& library, const Directory& people, std::uint32_t seed)
    : library_(library),
      people_(people),
      user_(people, seed),
      options_{.clock = &clock_},
      engine_(library_, store_, people_, options_),
      insight_(library_, store_, people_, clock_, options_.search_limit) {
  const std::vector<Wish> wishes = wishes_of(library);
  wish_ = wishes.at(seed % wishes.size());
  std::size_t most = 0;
  for (const auto& [id, person] : people.people())
    if (person.roles.size() > std::exchange(most, std::max(most, person.roles.size()))) busy_ = id;
  if (wish_.line->what != DeviationKind::override_people && user_.pick(2) == 0) busy_.clear();
}

std::vector<PromiseWalk::Wish> PromiseWalk::wishes_of(const Library& library) {
  std::vector<Wish> wishes;
  for (const auto& model : library.models())
    for (const Allowance& line : model->deviations.lines) wishes.push_back({model.get(), &line});
  return wishes;
}

Kept PromiseWalk::go(int steps) {
  start(*wish_.model);
  for (int i = 0; i < steps && keeps(); ++i) {
    const std::vector<CaseId> open = open_cases();
    if (open.empty() || user_.pick(60) == 0)
      start(!has_wish() || user_.pick(2) == 0 ? *wish_.model : *user_.one_of(library_.models()));
    else
      step(user_.one_of(open));
  }
  // A case that another one runs ends before it: it has the higher number.
  for (std::vector<CaseId> open = open_cases(); !open.empty() && keeps(); open = open_cases()) to_the_end(open.back());
  if (keeps())
    for (const std::string& problem : engine_.verify_log().problems) broken(problem);
  kept_.over = engine_.cases({.status = CaseStatus::over}).size();
  return kept_;
}

/// In many walks the one with the most roles does half of everything or more, so that rules about people come into play.
std::string PromiseWalk::person() {
  if (busy_.empty()) return user_.person();
  const bool is_his = wish_.line->what == DeviationKind::override_people ? user_.pick(6) > 0 : user_.pick(2) == 0;
  return is_his ? busy_ : user_.person();
}

std::vector<CaseId> PromiseWalk::open_cases() {
  std::vector<CaseId> open;
  for (const CaseView& view : engine_.cases({.status = CaseStatus::open})) open.push_back(view.id);
  return open;
}

void PromiseWalk::start(const Model& model) {
  if (!keeps()) return;
  for (int tried = 0; tried < 20; ++tried) {
    const std::string actor = person();
    const Data data = user_.data_for(model, model.start.required, model.start.asked);
    const Step step = engine_.start(model.process, actor, data);
    if (!step) continue;
    tell(in(step.case_id()) + actor + " starts " + model.process + " " + to_words(data), step);
    return check(step.case_id(), "from its start");
  }
}

void PromiseWalk::step(CaseId id) {
  const int what = user_.pick(100);
  if (what < 40)
    deviate(id);
  else if (what < 48)
    judge(id);
  else if (what < 54)
    let_time_pass();
  else if (what < 62)
    hear(id);
  else
    work(id);
}

/// An activity, mostly of a line of the policy, and somebody, mostly whom that line means. As long as the wish wasn't fulfilled, nothing
/// else is tried in cases of its process: there are only so many deviations in one.
std::pair<std::uint32_t, std::string> PromiseWalk::draw_deviation(const Model& model) {
  std::uint32_t activity = static_cast<std::uint32_t>(user_.pick(static_cast<int>(model.activities.size())));
  std::string actor = person();
  const bool wishes = model.process == wish_.model->process && (user_.pick(2) == 0 || !has_wish());
  if (!wishes && user_.pick(3) == 0) return {activity, actor};
  const Allowance& line = wishes ? *wish_.line : user_.one_of(model.deviations.lines);
  if (line.what != DeviationKind::skip) activity = user_.one_of(line.activities);  // what is skipped isn't done
  const std::vector<std::uint32_t>& roles = line.roles.empty() ? model.activities[activity].roles : line.roles;
  const std::vector<std::string> meant =
      roles.empty() ? std::vector<std::string>() : people_.holders_of(model.roles[user_.one_of(roles)].id);
  const bool is_meant = std::find(meant.begin(), meant.end(), actor) != meant.end();
  if (!meant.empty() && !is_meant) actor = user_.one_of(meant);
  return {activity, actor};
}

/// Something that isn't possible but permitted: who does what is drawn until there is a way to deviate.
void PromiseWalk::deviate(CaseId id) {
  constexpr int kTries = 6;
  const auto model = engine_.model_of(id);
  for (int tried = 0; tried < kTries && keeps() && !model->deviations.lines.empty(); ++tried) {
    const auto [index, actor] = draw_deviation(*model);
    const Activity& activity = model->activities[index];
    const std::vector<std::string> items = insight_.items(insight_.open(id), index);
    if (activity.performer != Performer::people || items.empty()) continue;
    const std::string& item = user_.one_of(items);
    const int forgets = user_.pick(2) == 0 ? 2 : 20;
    const Result& result = user_.one_of(activity.results);
    Work work{.result = result.id, .data = user_.data_for(*model, activity, result, forgets), .command = {.item = item}};
    if (activity.items) {
      work.result = user_.one_of(answers_of(activity));
      work.data = user_.data_for(*model, taken_by_item(activity, item), {}, forgets);
    }
    std::vector<DeviationOption> options = engine_.explain(id, activity.id, actor, work).deviations;
    if (options.empty()) continue;
    DeviationOption option = user_.one_of(options);
    if (!option.give_first.empty()) {
      for (const std::string& path : option.give_first) work.data[path] = user_.value_for(model->field(*model->find_field(path)));
      options = engine_.explain(id, activity.id, actor, work).deviations;
      if (options.empty()) continue;
      option = user_.one_of(options);
      if (take(id, activity.id, actor, work, option)) ++kept_.given;
      return;
    }
    take(id, activity.id, actor, work, option);
    return;
  }
}

bool PromiseWalk::take(CaseId id, const std::string& activity, const std::string& actor, Work work, const DeviationOption& option) {
  Motive motive{.name = user_.one_of(option.motives), .because = "it was drawn"};
  if (!option.kinds.empty() && is_about_order(option.kinds.front())) motive.as = option.kinds.front();
  for (const std::string& name : option.name_first) {  // one result of each activity, in the order in which they are drawn
    const std::string& drawn = user_.pick(3) == 0 ? user_.one_of(option.name_first) : name;
    const auto same = [&](const std::string& other) {
      return other.substr(0, other.find('.')) == drawn.substr(0, drawn.find('.'));
    };
    if (std::none_of(motive.skipping.begin(), motive.skipping.end(), same)) motive.skipping.push_back(drawn);
    if (user_.pick(2) == 0) break;
  }
  std::string words = in(id) + actor + " does " + activity + (work.result.empty() ? "" : "." + work.result) + " " +
                      work.command.item + to_words(work.data) + " with motive " + motive.name;
  if (motive.as) words += " as " + std::string(to_string(*motive.as));
  for (const std::string& skipped : motive.skipping) words += ", passing over " + skipped;
  work.motive = std::move(motive);
  const bool is_known = option.name_first.empty() && option.give_first.empty();
  const Digest head = insight_.head();
  try {
    const Step step = engine_.perform(id, activity, actor, work);
    tell(words, step);
    if (!step) {
      check_refused(id, step, option, head);
      return false;
    }
    if (is_known && !option.obstacles.empty()) broken("it was accepted, although it was said that it would be refused");
    for (const Event& event : step.events()) {
      if (event.type != EventType::deviated) continue;
      ++kept_.deviations;
      kept_.kinds.emplace(engine_.model_of(id)->process, event.kind);
    }
    if (!option.name_first.empty()) ++kept_.named;
    check(id, "after this deviation");
    return true;
  } catch (const UsageError& error) {
    done_.push_back(words + " — no clear wish: " + error.what());
    if (is_known) broken("it isn't clear what is meant, although nothing was to be named or given");
    return false;
  }
}

/// Only what was said to strand the case, or what wasn't known enough to say it, is refused, and nothing is changed then.
void PromiseWalk::check_refused(CaseId id, const Step& step, const DeviationOption& option, const Digest& head) {
  if (insight_.head() != head) broken("it was refused, and something was changed all the same");
  if (strands(step.obstacles())) ++kept_.stranding;
  if (!option.name_first.empty() || !option.give_first.empty()) return;
  if (option.obstacles.empty()) broken("it was refused, although it was said that it would be accepted");
  if (!strands(step.obstacles())) broken("it was said to strand the case, and is refused for something else");
  check(id, "after a refusal");
}

/// An ordinary step after which a completion is left: one that is offered, or else one of a completion.
void PromiseWalk::work(CaseId id) {
  constexpr int kTries = 20;
  for (int tried = 0; tried < kTries; ++tried) {
    const std::string actor = person();
    const std::vector<Offer> offers = engine_.offers_for(actor, id);
    if (offers.empty()) continue;
    const Offer& offer = user_.one_of(offers);
    // What was done already is done less often again, or remarks would be most of what happens.
    if (user_.pick(1 + 3 * times_done_[{id.value, offer.activity}]) == 0 && work_on(id, actor, offer)) return;
  }
  if (user_.pick(2) == 0) follow_one(id);
}

Work PromiseWalk::work_for(const Model& model, const Offer& offer) {
  Work work{.command = {.item = offer.item}};
  const Activity& activity = model.activities[*model.find_activity(offer.activity)];
  if (activity.items && activity.items->kind == Items::Kind::votes) work.command.item.clear();  // it is always his own
  if (offer.results.empty()) return work;
  const OfferedResult& result = user_.one_of(offer.results);
  work.result = result.id;
  for (const OfferedField& field : result.fields)
    if (user_.pick(field.required && !field.filled ? 10 : 2) > 0)
      work.data[field.path] = user_.value_for(model.field(*model.find_field(field.path)));
  return work;
}

bool PromiseWalk::work_on(CaseId id, const std::string& actor, const Offer& offer) {
  const OpenCase at = insight_.open(id);
  const std::string& activity = offer.activity;
  const Work work = work_for(*at.net->model, offer);
  const std::string item = offer.item.empty() ? "" : " " + offer.item;
  const std::string what = activity + item;
  const std::string ending = activity + (work.result.empty() ? "" : "." + work.result) + item + " " + to_words(work.data);
  const std::string who = in(id) + actor;
  const bool is_in_hand = offer.status != WorkStatus::offered;
  // What is claimed, begun or handed over can be given back, so that no looking ahead is needed.
  switch (user_.pick(16)) {
    case 0:
      if (offer.status != WorkStatus::offered && offer.status != WorkStatus::handed_over) return false;
      return tell(who + " claims " + what, engine_.claim(id, activity, actor, work.command));
    case 1:
    case 2:
      if (offer.status != WorkStatus::offered && offer.status != WorkStatus::claimed) return false;
      return tell(who + " begins " + what, engine_.begin(id, activity, actor, work.command));
    case 3:
      if (offer.status != WorkStatus::begun) return false;
      return tell(who + " suspends " + what, engine_.suspend(id, activity, actor, "lunch", work.command));
    case 4:
      if (offer.status != WorkStatus::suspended) return false;
      return tell(who + " resumes " + what, engine_.resume(id, activity, actor, work.command));
    case 5:
      if (!is_in_hand) return false;
      return tell(who + " gives back " + what, engine_.withdraw(id, activity, actor, "no time", work.command));
    case 6: {
      const std::string to = person();
      if (!is_in_hand || to == actor || offer.item == actor) return false;
      return tell(who + " hands over " + what + " to " + to,
                  engine_.hand_over(id, activity, actor, to, "the state of it", work.command));
    }
    case 7:
      if (offer.status != WorkStatus::begun || !offer.item.empty()) return false;
      if (!insight_.after(at, insight_.setting(at, activity, actor, work)).obstacles.empty()) return false;
      return tell(who + " fills in " + ending, engine_.set(id, activity, actor, work.data, work.command));
    default:
      const auto events = insight_.doing(at, activity, actor, work);
      if (!events) return false;
      const Prospect prospect = insight_.after(at, *events, actor);
      if (!prospect.obstacles.empty()) return false;
      if (prospect.completion.empty() && !ends_now()) return false;
      const Step step = engine_.perform(id, activity, actor, work);
      tell(who + " does " + ending, step);
      if (!step) broken("it is refused, although nothing stood in its way");
      check(id, "after this step, of which it was foreseen");
      ++times_done_[{id.value, activity}];
      return true;
  }
}

void PromiseWalk::judge(CaseId id) {
  const std::vector<DeviationView> deviations = engine_.show(id).deviations;
  if (deviations.empty()) return;
  const std::int64_t number = user_.one_of(deviations).number;
  const bool confirms = user_.pick(2) == 0;
  for (int tried = 0; tried < 6; ++tried) {
    const std::string actor = person();
    const Step step = confirms ? engine_.confirm(id, number, actor) : engine_.disapprove(id, number, actor);
    if (!step) continue;
    tell(in(id) + actor + (confirms ? " confirms " : " disapproves ") + std::to_string(number), step);
    ++kept_.verdicts;
    return check(id, "after a verdict");
  }
}

/// A service answers, or a message comes.
void PromiseWalk::hear(CaseId id) {
  const OpenCase at = insight_.open(id);
  const std::vector<CaseMove> moves = insight_.from_outside(at);
  if (moves.empty()) return;
  const CaseMove& move = user_.one_of(moves);
  if (!insight_.after(at, move.events).obstacles.empty()) return;
  if (follow(id, move)) ++kept_.outside;
}

/// Some hours, or until something is due, where no case is stranded by what happens then.
void PromiseWalk::let_time_pass() {
  Timestamp until{clock_.now().seconds + 3600 * (1 + user_.pick(48)), 0};
  if (const auto next = engine_.next_due(); next && *next < until) until = std::max(*next, clock_.now());
  for (const CaseId id : open_cases()) {
    const OpenCase at = insight_.open(id);
    if (!insight_.after(at, insight_.passing(at, until)).obstacles.empty()) return;
  }
  clock_.set(until);
  if (engine_.due() > 0) ++kept_.waits;
  done_.push_back("until " + to_string(until));
  for (const CaseId id : open_cases()) check(id, "when this time has passed");
}

/// The first step of a completion, if there is more of it.
void PromiseWalk::follow_one(CaseId id) {
  const Prospect prospect = insight_.now(id);
  if (!prospect.obstacles.empty()) return broken(in(id) + "no completion is left: " + words_of(prospect.obstacles));
  if (prospect.completion.size() < 2 && !ends_now()) return;
  if (PublicMove(insight_.open(id), prospect.completion.front()).kind() != PublicMove::Kind::other_case)
    follow(id, prospect.completion.front());
}

/// Whole completions, one after another where another case has to end first: what that one brings isn't foreseen.
void PromiseWalk::to_the_end(CaseId id) {
  constexpr int kMostCompletions = 10;
  for (int tried = 0; tried < kMostCompletions && keeps(); ++tried) {
    const Prospect prospect = insight_.now(id);
    if (!prospect.obstacles.empty()) return broken(in(id) + "no completion is left: " + words_of(prospect.obstacles));
    bool as_foreseen = true;
    for (const CaseMove& move : prospect.completion) {
      const OpenCase at = insight_.open(id);
      if (PublicMove(at, move).kind() == PublicMove::Kind::other_case) {
        const UnderWay* runs = find_under_way(at.state, move.events.front().activity);
        if (!runs) return broken(in(id) + "no case runs that could end");
        to_the_end(runs->child);
        as_foreseen = false;
        break;
      }
      if (!follow(id, move)) return;
    }
    if (engine_.show(id).status == CaseStatus::over) {
      ++kept_.driven;
      return;
    }
    if (as_foreseen) return broken(in(id) + "a completion was followed, and the case isn't over");
  }
  if (keeps()) broken(in(id) + "it doesn't end, although a completion is found each time");
}

bool PromiseWalk::follow(CaseId id, const CaseMove& move) {
  const PublicMove taken(insight_.open(id), move);
  const Step step = taken.take(engine_, clock_);
  if (taken.kind() == PublicMove::Kind::wait) ++kept_.waits;
  if (tell(in(id) + taken.words(), step)) return true;
  broken("a step of a completion is refused");
  return false;
}

void PromiseWalk::check(CaseId id, const std::string& when) {
  if (!keeps()) return;
  const OpenCase at = insight_.open(id);
  if (at.state.status != CaseStatus::open) return;
  const Prospect prospect = insight_.after(at, {});
  if (!prospect.obstacles.empty())
    broken(in(id) + "no completion is left " + when + ": " + words_of(prospect.obstacles));
  else if (prospect.completion.empty())
    broken(in(id) + "it is open, and its completion " + when + " has no steps");
}

bool PromiseWalk::tell(const std::string& words, const Step& step) {
  done_.push_back(words + (step ? "" : " — refused: " + words_of(step.obstacles()) + " " + step.why_not()));
  if (step) ++kept_.steps;
  return static_cast<bool>(step);
}

void PromiseWalk::broken(const std::string& how) {
  if (keeps()) kept_.broken = how;
}

}  // namespace itsmflow
