#include "store/conformance/samples.hpp"
#include "store/conformance/trial.hpp"

namespace itsmflow::conformance {
namespace {

using Lines = std::vector<std::string>;

/// What each offer of a list says behind the number of its case.
Lines without_case(const std::vector<OfferRow>& rows) {
  Lines result;
  for (const std::string& text : lines(rows)) result.push_back(text.substr(text.find(' ') + 1));
  return result;
}

void offers_of_a_case(Trial& trial) {
  Store& store = trial.store();
  const std::string anna = std::to_string(intern(store, "anna"));
  const PersonKey key = std::stoll(anna);
  const CaseId id = add_case(store, [](StepRecord& step) {
    const CaseId own = step.after.id;
    step.offers_set = {{own, "write", "b", std::nullopt}, {own, "write", "a", std::nullopt}, {own, "check", "", std::nullopt}};
  });
  const auto now = [&] { return without_case(store.begin(Store::Access::read)->offers_of(id)); };
  trial.expect_equal(now(), Lines{"check anybody nobody", "write a nobody", "write b nobody"}, "the list of offers");
  add_step(store, id, [&](StepRecord& step) {
    step.offers_set = {{id, "write", "b", key}, {id, "end", "a", std::nullopt}};
    step.offers_removed = {{id, "write", "a", std::nullopt}, {id, "never there", "a", std::nullopt}};
  });
  trial.expect_equal(now(), Lines{"check anybody nobody", "end a nobody", "write b " + anna}, "the list after a change");
  add_step(store, id, [&](StepRecord& step) { step.offers_set = {{id, "write", "b", std::nullopt}}; });
  trial.expect_equal(now(), Lines{"check anybody nobody", "end a nobody", "write b nobody"}, "the list after it was given back");
}

void offers_of_items(Trial& trial) {
  Store& store = trial.store();
  const PersonKey anna = intern(store, "anna");
  const std::string by_anna = " " + std::to_string(anna);
  const auto item = [](CaseId id, const char* activity, const char* name, const char* role, std::optional<PersonKey> holder = {}) {
    return OfferRow{id, activity, role, holder, name};
  };
  const CaseId id = add_case(store, [&](StepRecord& step) {
    const CaseId own = step.after.id;
    step.offers_set = {item(own, "sign", "b", "a"), item(own, "sign", "a", "b"), item(own, "sign", "a", "a"),
                       item(own, "sign", "", "c"),  item(own, "read", "z", "a"), item(own, "sign", "a'b", "a", anna)};
  });
  const auto of_case = [&] { return without_case(store.begin(Store::Access::read)->offers_of(id)); };
  trial.expect_equal(
      of_case(),
      Lines{"read/z a nobody", "sign c nobody", "sign/a a nobody", "sign/a b nobody", "sign/a'b a" + by_anna, "sign/b a nobody"},
      "the list of offers");
  add_step(store, id, [&](StepRecord& step) {
    step.offers_set = {item(id, "sign", "a", "a", anna)};
    step.offers_removed = {item(id, "sign", "", "a"), item(id, "sign", "a", "b"), item(id, "read", "", "a")};
  });
  trial.expect_equal(of_case(),
                     Lines{"read/z a nobody", "sign c nobody", "sign/a a" + by_anna, "sign/a'b a" + by_anna, "sign/b a nobody"},
                     "the list after one was taken and one removed");
  const auto seen = [&](std::vector<std::string> roles, std::optional<PersonKey> holder) {
    return without_case(store.begin(Store::Access::read)->offers({std::move(roles), holder, CaseId{0}, 100}));
  };
  trial.expect_equal(seen({"a", "b"}, std::nullopt), Lines{"read/z a nobody", "sign/b a nobody"}, "what is free for two roles");
  trial.expect_equal(seen({"c"}, anna), Lines{"sign c nobody", "sign/a a" + by_anna, "sign/a'b a" + by_anna},
                     "what anna sees, who holds two items");
}

void offers_by_role_and_holder(Trial& trial) {
  Store& store = trial.store();
  const PersonKey anna = intern(store, "anna");
  const PersonKey bo = intern(store, "bo");
  const CaseId one = add_case(store, [&](StepRecord& step) {
    const CaseId own = step.after.id;
    step.offers_set = {{own, "a", "operator", std::nullopt}, {own, "b", "operator", anna}, {own, "c", "", std::nullopt},
                       {own, "d", "assigner", std::nullopt}, {own, "e", "assigner", bo},   {own, "f", "", anna}};
  });
  add_case(store, [&](StepRecord& step) {
    step.offers_set = {{step.after.id, "a", "operator", std::nullopt}};
    step.after.status = CaseStatus::cancelled;
  });
  const auto seen = [&](std::vector<std::string> roles, std::optional<PersonKey> holder) {
    return without_case(store.begin(Store::Access::read)->offers({std::move(roles), holder, CaseId{0}, 100}));
  };
  const std::string by_anna = " " + std::to_string(anna);
  const std::string by_bo = " " + std::to_string(bo);
  trial.expect_equal(seen({}, std::nullopt), Lines{"c anybody nobody"}, "what somebody without roles sees");
  trial.expect_equal(seen({"operator"}, std::nullopt), Lines{"a operator nobody", "c anybody nobody"}, "what an operator sees");
  trial.expect_equal(seen({"operator", "operator"}, anna),
                     Lines{"a operator nobody", "b operator" + by_anna, "c anybody nobody", "f anybody" + by_anna},
                     "what anna sees, an operator who holds two");
  trial.expect_equal(seen({"operator", "assigner"}, bo),
                     Lines{"a operator nobody", "c anybody nobody", "d assigner nobody", "e assigner" + by_bo},
                     "what bo sees, who has two roles");
  trial.expect_equal(seen({"none"}, bo), Lines{"c anybody nobody", "e assigner" + by_bo}, "what bo sees, who lost his roles");
  add_step(store, one, [&](StepRecord& step) { step.after.status = CaseStatus::over; });
  trial.expect_equal(seen({"operator", "assigner"}, anna), Lines{}, "what is offered when the cases are over");
}

void offers_in_pages(Trial& trial) {
  Store& store = trial.store();
  std::vector<CaseId> ids(4);
  for (CaseId& id : ids) {
    id = add_case(store, [](StepRecord& step) {
      for (const char* activity : {"a", "b", "c"}) {
        for (const char* role : {"q", "r"}) step.offers_set.push_back({step.after.id, activity, role, std::nullopt});
      }
    });
  }
  const auto cases_seen = [&](std::int64_t after, std::size_t limit, std::size_t rows) {
    const auto found = store.begin(Store::Access::read)->offers({{"q", "r"}, std::nullopt, CaseId{after}, limit});
    trial.expect_equal(found.size(), rows, "the number of offers on a page for " + std::to_string(limit));
    std::vector<std::int64_t> seen;
    for (const OfferRow& row : found) {
      if (seen.empty() || seen.back() != row.case_id.value) seen.push_back(row.case_id.value);
    }
    return seen;
  };
  using Ids = std::vector<std::int64_t>;
  trial.expect_equal(cases_seen(0, 100, 24), Ids{ids[0].value, ids[1].value, ids[2].value, ids[3].value},
                     "the list of cases on one page");
  trial.expect_equal(cases_seen(0, 1, 6), Ids{ids[0].value}, "the list of cases on a page for one row");
  trial.expect_equal(cases_seen(0, 6, 6), Ids{ids[0].value}, "the list of cases on a page for six rows");
  trial.expect_equal(cases_seen(0, 7, 12), Ids{ids[0].value, ids[1].value}, "the list of cases on a page for seven rows");
  trial.expect_equal(cases_seen(ids[1].value, 100, 12), Ids{ids[2].value, ids[3].value}, "the list of cases after the second");
  trial.expect_equal(cases_seen(ids[3].value, 100, 0), Ids{}, "the list of cases after the last");
  trial.expect_equal(cases_seen(0, 0, 0), Ids{}, "the list of cases on a page for no row");
}

void timers(Trial& trial) {
  Store& store = trial.store();
  const CaseId one = add_case(store, [](StepRecord& step) {
    step.timers_set = {{step.after.id, "late", {kNoon + 50, 0}}, {step.after.id, "early", {kNoon - 1, 999'999'000}}};
  });
  const CaseId two = add_case(store, [](StepRecord& step) {
    step.timers_set = {{step.after.id, "b", {kNoon, 0}}, {step.after.id, "a", {kNoon, 0}}, {step.after.id, "old", {-86'400, 0}}};
  });
  const auto due = [&](Timestamp until, std::size_t limit) {
    Lines names;
    for (const TimerRow& row : store.begin(Store::Access::read)->due_timers(until, limit)) {
      trial.expect(row.case_id == (row.name == "late" || row.name == "early" ? one : two), "a timer is of the wrong case");
      names.push_back(row.name);
    }
    return names;
  };
  trial.expect_equal(due({kNoon, 0}, 10), Lines{"old", "early", "a", "b"}, "the list of due timers");
  trial.expect_equal(due({kNoon, 0}, 2), Lines{"old", "early"}, "the list of the first two due timers");
  trial.expect_equal(due({kNoon - 1, 0}, 10), Lines{"old"}, "the list of timers due a second before");
  trial.expect_equal(due({-86'401, 0}, 10), Lines{}, "the list of timers due long before");
  add_step(store, two, [&](StepRecord& step) {
    step.timers_removed = {"old", "never there"};
    step.timers_set = {{two, "a", {kNoon + 100, 0}}};
  });
  trial.expect_equal(due({kNoon + 200, 0}, 10), Lines{"early", "b", "late", "a"},
                     "the list after one was removed and one set again");
  trial.expect(store.begin(Store::Access::read)->next_timer() == Timestamp{kNoon - 1, 999'999'000},
               "the next timer isn't the earliest");
  add_step(store, two, [](StepRecord& step) { step.after.status = CaseStatus::over; });
  add_step(store, one, [](StepRecord& step) {
    step.after.status = CaseStatus::cancelled;
    step.timers_removed = {"early", "late"};
  });
  trial.expect_equal(due({kNoon + 200, 0}, 10), Lines{"b", "a"},
                     "the list when the cases are over, of which one removed its timers");
  add_step(store, two, [](StepRecord& step) { step.timers_removed = {"a", "b"}; });
  trial.expect(!store.begin(Store::Access::read)->next_timer(), "there is a next timer though all were removed");
}

void timers_move(Trial& trial) {
  Store& store = trial.store();
  const auto set = [](const char* name, std::int64_t seconds) {
    return [=](StepRecord& step) { step.timers_set = {{step.after.id, name, {kNoon + seconds, 0}}}; };
  };
  const CaseId one = add_case(store, set("t", 10));
  const CaseId two = add_case(store, set("t", 10));
  const auto number = [](CaseId id) { return to_string(id); };
  const auto now = [&] {
    Lines all;
    for (const TimerRow& row : store.begin(Store::Access::read)->due_timers({kNoon + 1'000, 0}, 100)) {
      all.push_back(to_string(row.case_id) + " " + row.name + " " + std::to_string(row.due.seconds - kNoon));
    }
    return all;
  };
  trial.expect_equal(now(), Lines{number(one) + " t 10", number(two) + " t 10"}, "the list of timers of two cases, due at once");
  add_step(store, one, set("t", 20));
  trial.expect_equal(now(), Lines{number(two) + " t 10", number(one) + " t 20"}, "the list after one was set to later");
  add_step(store, one, set("t", 5));
  trial.expect_equal(now(), Lines{number(one) + " t 5", number(two) + " t 10"}, "the list after it was set to earlier");
  trial.expect(store.begin(Store::Access::read)->next_timer() == Timestamp{kNoon + 5, 0}, "the next timer isn't the moved one");
  add_step(store, one, set("t", 5));
  add_step(store, one, [&](StepRecord& step) {
    step.timers_removed = {"t"};
    step.timers_set = {{one, "u", {kNoon + 1, 0}}, {one, "t", {kNoon + 7, 0}}, {one, "u", {kNoon + 30, 0}}};
  });
  trial.expect_equal(now(), Lines{number(one) + " t 7", number(two) + " t 10", number(one) + " u 30"},
                     "the list after one was removed and set, and one set twice, in a step");
  {
    const auto transaction = store.begin(Store::Access::write);
    StepRecord step = next_step(loaded(*transaction, two));
    step.timers_set = {{two, "t", {kNoon, 0}}};
    transaction->write(step);
    trial.expect(transaction->next_timer() == Timestamp{kNoon, 0}, "a transaction doesn't see the timer that it moved");
    trial.expect_equal(transaction->due_timers({kNoon, 0}, 10).size(), std::size_t{1},
                       "the number of timers due in the transaction");
  }
  trial.expect_equal(now(), Lines{number(one) + " t 7", number(two) + " t 10", number(one) + " u 30"},
                     "the list after that was undone");
  add_step(store, one, [&](StepRecord& step) {
    step.after.status = CaseStatus::over;
    step.timers_set = {{one, "v", {kNoon, 0}}};
    step.timers_removed = {"u"};
  });
  trial.expect_equal(now(), Lines{number(one) + " v 0", number(one) + " t 7", number(two) + " t 10"},
                     "the list after a case was over that set a timer with its last step");
}

}  // namespace

std::vector<Check> work_checks() {
  return {
      {"offers are set, held, given back and removed", offers_of_a_case},
      {"the items of an activity are offered each for itself", offers_of_items},
      {"offers are those of one's roles or anybody's that nobody else holds, and what one holds, of open cases",
       offers_by_role_and_holder},
      {"offers come in pages that split no case", offers_in_pages},
      {"timers are due in order of time", timers},
      {"a timer set again moves, and stays when its case is over", timers_move},
  };
}

}  // namespace itsmflow::conformance
