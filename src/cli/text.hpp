#pragma once

#include <itsmflow/engine.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.hpp"

namespace itsmflow::cli {

// Sentences and tables for people. All names and texts in them are visible().

/// "2014-03-03 08:00:00Z".
std::string moment(Timestamp time);

/// "rfc.summary = "new log-in script"", each on a line of its own.
/// What fields hold, in words; of those withheld that they hold something.
std::map<std::string, std::string> shown_data(const Data& data, const std::vector<std::string>& withheld);
std::string data_lines(const Data& data, const std::vector<std::string>& withheld, std::string_view indent);

/// "rfc: drafted, environment: current".
std::string states_line(const CaseView& view);

/// "assess security": an activity, and which item of it.
std::string named(const std::string& activity, const std::string& item);
/// … and of an offer, with what the item is about, as far as a line has room: "review 2 (plan.pdf)", "do_task 1 (state: open, …)".
std::string name_of(const Offer& offer, const Model& model);
/// Whether an activity is a vote, in which everybody's item is his own.
bool is_vote(const Model& model, std::string_view activity);

/// What a case waits for that no person does, and what happens by itself when; empty if there is nothing.
std::string waits_text(const CaseView& view, std::string_view heading);

/// Messages that came and weren't taken, what they say and why; only those of one name, if one is given. Empty if there are none.
std::string messages_text(const CaseView& view, std::string_view heading, std::string_view name = {});

/// The title of an activity; empty if it has none.
std::string title_of(const Model& model, std::string_view activity);

/// "begun by bo", "offered to operator".
std::string standing(const WorkView& work);
/// "pending, waits for 'check'".
std::string standing(const RuleView& rule);
/// "anna started the case; bo did 'approve'".
std::string standing(const PeopleRuleView& rule);
/// "1 of 3 votes cast (1 accepted, 0 rejected); 2 more decide".
std::string standing(const VoteView& vote);

/// "understood, or unclear (needs rfc.question)": how an offer may end.
std::string endings(const Offer& offer);

/// "  - the obstacle's sentence", a line each.
std::string obstacle_lines(const std::vector<Obstacle>& obstacles);

/// "give rfc.accounts=… (a whole number, at least 1)" for each field that is missing; empty if none is.
std::string missing_lines(const Model& model, const std::vector<Obstacle>& obstacles);

/// Who could do it, as a line; empty where an obstacle says so already, or where it is the actor alone. There must be an obstacle.
std::string who_could_line(const Explanation& explanation, const std::string& actor);

}  // namespace itsmflow::cli
