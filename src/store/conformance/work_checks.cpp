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
  add_step(store, one, [](StepRecord& step) { step.after.status = CaseStatus::cancelled; });
  trial.expect_equal(due({kNoon + 200, 0}, 10), Lines{}, "the list when the cases are over");
  trial.expect(!store.begin(Store::Access::read)->next_timer(), "there is a next timer though all cases are over");
}

Change telling(const std::string& key) {
  return [key](StepRecord& step) { step.outbox = {{0, step.after.id, key, "notify", R"({"to":"anna"})", {kNoon, 0}}}; };
}

std::vector<OutboxRow> outbox_of(Store& store, std::size_t limit = 100) {
  return store.begin(Store::Access::read)->outbox("", limit);
}

void outbox(Trial& trial) {
  Store& store = trial.store();
  const CaseId id = add_case(store, telling("one"));
  const std::string number = to_string(id);
  {
    const auto transaction = store.begin(Store::Access::write);
    StepRecord step = next_step(*transaction->load(id));
    telling("two")(step);
    transaction->write(step);
    trial.expect_equal(transaction->outbox("", 10).size(), std::size_t{1}, "the number of rows told before the commit");
    transaction->commit();
  }
  add_step(store, id, telling("three"));
  const std::vector<OutboxRow> rows = outbox_of(store);
  const auto text = [&](const std::string& key) {
    return number + " " + key + R"( notify {"to":"anna"} )" + to_string(Timestamp{kNoon, 0});
  };
  trial.expect_equal(lines(rows), Lines{text("one"), text("two"), text("three")}, "the outbox");
  if (rows.size() != 3) return;
  trial.expect(rows[0].id < rows[1].id && rows[1].id < rows[2].id, "the ids in the outbox are not ascending");
  trial.expect_equal(lines(outbox_of(store, 2)), Lines{text("one"), text("two")}, "the first two of the outbox");
  trial.expect_refused([&] { add_step(store, id, telling("two")); }, "a key that waits in the outbox");
  {
    const auto transaction = store.begin(Store::Access::write);
    transaction->remove_from_outbox(rows[0].id);
    transaction->remove_from_outbox(rows[2].id);
    transaction->remove_from_outbox(rows[2].id + 1'000);
    transaction->commit();
  }
  trial.expect_equal(lines(outbox_of(store)), Lines{text("two")}, "the outbox after two were removed");
  add_step(store, id, telling("four"));
  const std::vector<OutboxRow> after = outbox_of(store);
  trial.expect(after.size() == 2 && after[1].id > rows[2].id, "an id of the outbox was given again after its row was removed");
}

}  // namespace

std::vector<Check> work_checks() {
  return {
      {"offers are set, held, given back and removed", offers_of_a_case},
      {"offers are those of one's roles or anybody's that nobody else holds, and what one holds, of open cases",
       offers_by_role_and_holder},
      {"offers come in pages that split no case", offers_in_pages},
      {"timers are due in order of time", timers},
      {"the outbox tells what is committed, in order, until it is removed", outbox},
  };
}

}  // namespace itsmflow::conformance
