#include "store/conformance/samples.hpp"
#include "store/conformance/trial.hpp"

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

}  // namespace

std::vector<Check> people_checks() {
  return {
      {"a person keeps the key that was given first", keys_of_people},
      {"looking for a person makes nobody", finding_makes_nobody},
  };
}

}  // namespace itsmflow::conformance
