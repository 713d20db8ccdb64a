#include "cli/first_model.hpp"

namespace itsmflow::cli {
namespace {

constexpr std::string_view kByState =
    R"(# A first model, said by state: an activity can be done whenever the request is in the state that it moves from.
# Change it into your own process, a word at a time, and run `itsmflow check` after each change.

itsmflow: 1                   # the version of this language
process: equipment-request    # the name that programs use: lower case, words joined by '-'
title: Equipment request      # the name that people read: any text
version: 0.1.0                # count it up when you change the model
why: People get what they need for their work, and somebody has looked at the price.
case: request                 # what a case is about: one of the objects below

# Who takes part. Which person has which role is not said here but in a file of people.
roles:
  employee: {title: Employee, why: knows what is lacking}
  lead: {title: Team lead, why: answers for the budget}
  buyer: {title: Buyer, why: knows what is in stock and whom to ask}

# What the work is about: the states it goes through, and what is known of it.
objects:
  request:
    title: Request
    states: [new, granted, declined, delivered]    # a case starts in the first
    final: [declined, delivered]                   # and is over in one of these
    fields:
      item: string
      price: {type: number, min: 0}
      reason: text
      serial: string

# Who may start a case, and what must be given then.
start: {role: employee, requires: [request.item, request.price]}

activities:
  decide:
    title: Decide on the request
    role: lead
    results:                                       # it ends in one of these ways
      granted: {moves: {request: new -> granted}}
      declined: {moves: {request: new -> declined}, requires: [request.reason]}

  change:
    title: Change the request
    role: employee
    needs: {request: new}                          # looks at the state and leaves it as it is
    asks: [request.item, request.price]            # may be given, need not

  deliver:
    title: Deliver the equipment
    role: buyer
    moves: {request: granted -> delivered}
    requires: [request.serial]

rules:
  - four_eyes: [decide, deliver]                   # not by one and the same person
    why: Whoever spends the money is not the one who grants it.
)";

constexpr std::string_view kByTransition = R"(# A first model, said by transition: a row FROM -> TO says that TO may follow FROM.
# Change it into your own process, a word at a time, and run `itsmflow check` after each change.

itsmflow: 1                   # the version of this language
process: new-colleague        # the name that programs use: lower case, words joined by '-'
title: New colleague          # the name that people read: any text
version: 0.1.0                # count it up when you change the model
why: On the first day everything is there, and nobody had to run after it.
case: arrival                 # what a case is about: one of the objects below

# Who takes part. Which person has which role is not said here but in a file of people.
roles:
  lead: {title: Team lead, why: knows who comes and what the work will be}
  security: {title: Security officer, why: knows what access can do}
  desk: {title: Service desk, why: hands out machines and accounts}

# What the work is about: how it ends, and what is known of it.
objects:
  arrival:
    title: Arrival
    states: [expected, ready, refused]             # a case starts in the first
    final: [ready, refused]                        # and is over in one of these
    fields:
      name: string
      first_day: date
      access: {type: enum, values: [ordinary, privileged]}
      reason: text
      machine: string
      account: string

# Who may start a case, and what must be given then.
start: {role: lead, requires: [arrival.name, arrival.first_day, arrival.access]}

activities:
  plan:
    title: Plan the first day
    role: lead
    asks: [arrival.first_day]                      # may be given, need not

  examine:
    title: Examine the privileged access
    role: security
    results:                                       # it ends in one of these ways
      allowed: {}
      refused: {moves: {arrival: expected -> refused}, requires: [arrival.reason]}

  prepare_machine: {title: Prepare the machine, role: desk, requires: [arrival.machine]}
  create_account: {title: Create the account, role: desk, requires: [arrival.account]}

  welcome:
    title: Welcome the colleague
    role: lead
    moves: {arrival: expected -> ready}

# What follows what.
transitions:
  - start -> plan
  - plan -> examine if arrival.access == "privileged"       # decided when `plan` ends
  - plan -> prepare_machine & create_account otherwise      # both, side by side
  - examine.allowed -> prepare_machine & create_account
  - examine.refused -> end
  - prepare_machine & create_account -> welcome             # waits for both
  - welcome -> end
)";

}  // namespace

std::string_view first_model(FirstModel way) {
  return way == FirstModel::by_state ? kByState : kByTransition;
}

}  // namespace itsmflow::cli
