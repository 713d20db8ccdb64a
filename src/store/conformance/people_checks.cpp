#include "store/conformance/samples.hpp"
#include "store/conformance/trial.hpp"

#include <itsmflow/error.hpp>

namespace itsmflow::conformance {
namespace {

void keys_of_people(Trial& trial) {
  Store& store = trial.store();
  const PersonKey anna = intern(store, "anna");
  const PersonKey bo = intern(store, "bo");
  trial.expect(anna != bo, "two persons have one key");
  trial.expect_equal(intern(store, "anna"), anna, "anna's key, asked again");
  trial.expect(intern(store, "Anna") != anna, "'Anna' and 'anna' have one key");
  const auto transaction = store.begin(Store::Access::read);
  trial.expect(transaction->find_person("anna") == anna && transaction->find_person("bo") == bo, "find_person() gives another key");
  trial.expect_equal(transaction->person(anna), std::optional<std::string>("anna"), "the id of anna's key");
  trial.expect_equal(transaction->person(bo), std::optional<std::string>("bo"), "the id of bo's key");
  trial.expect(!transaction->find_person("carl"), "find_person() finds somebody who was never there");
  trial.expect(!transaction->person(bo + 1'000) && !transaction->person(0) && !transaction->person(-1),
               "a key that was not given is somebody's");
}

void finding_makes_nobody(Trial& trial) {
  const auto transaction = trial.store().begin(Store::Access::write);
  trial.expect(!transaction->find_person("anna"), "there is somebody in a fresh store");
  trial.expect(!transaction->find_person("anna"), "find_person() made somebody");
}

/// A store that can't erase says so, and changes nothing.
bool erase(Trial& trial, PersonKey key) {
  const auto transaction = trial.store().begin(Store::Access::write);
  try {
    transaction->erase_person(key);
  } catch (const UsageError&) {
    return false;
  }
  transaction->commit();
  return true;
}

void erasing(Trial& trial) {
  Store& store = trial.store();
  const PersonKey anna = intern(store, "anna");
  const PersonKey bo = intern(store, "bo");
  if (!erase(trial, anna)) return;
  trial.expect(!store.begin(Store::Access::read)->find_person("anna"), "an erased person is found by the id");
  trial.expect(!store.begin(Store::Access::read)->person(anna), "the key of an erased person has an id");
  trial.expect_equal(store.begin(Store::Access::read)->person(bo), std::optional<std::string>("bo"),
                     "the id of another person's key");
  const PersonKey again = intern(store, "anna");
  trial.expect(again != anna && again != bo, "who comes back under the id of an erased person gets a key that was given before");
  trial.expect(erase(trial, anna) && erase(trial, again + 1'000), "erasing nobody fails");
  trial.reopen();
  trial.expect(!trial.store().begin(Store::Access::read)->person(anna),
               "an erased person is back after the store was opened again");
  {
    const auto undone = trial.store().begin(Store::Access::write);
    undone->erase_person(bo);
  }
  trial.expect_equal(trial.store().begin(Store::Access::read)->person(bo), std::optional<std::string>("bo"),
                     "the id of a person whose erasure wasn't committed");
  trial.expect(trial.store().begin(Store::Access::read)->find_person("bo") == bo,
               "a person whose erasure wasn't committed is not found by the id");
}

}  // namespace

std::vector<Check> people_checks() {
  return {
      {"a person keeps the key that was given first", keys_of_people},
      {"looking for a person makes nobody", finding_makes_nobody},
      {"an erased person has no id, and the key is never given again", erasing},
  };
}

}  // namespace itsmflow::conformance
