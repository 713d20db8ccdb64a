// An abstract model as YAML, so that the engine can load it and a person can read what the two disagree about.

#include "model.hpp"

namespace itsmflow::oracle {

namespace {

using Op = Expr::Op;

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

std::string list(const std::vector<std::string>& parts) {
  return "[" + joined(parts, ", ") + "]";
}

std::string literal(const Value& value) {
  if (const auto* items = value.if_list()) {
    std::vector<std::string> parts;
    for (const Value& item : *items) parts.push_back(literal(item));
    return list(parts);
  }
  if (const auto* text = value.if_string()) return "'" + *text + "'";
  return itsmflow::to_string(value);
}

std::string states(const States& from) {
  return from.any ? "any" : joined(from.names, " | ");
}

std::string quoted(const Expr& expr) {
  return "\"" + to_cel(expr) + "\"";
}

std::string mapping(const std::vector<Set>& sets) {
  std::vector<std::string> inner;
  for (const Set& set : sets) inner.push_back(set.field + ": " + quoted(set.value));
  return "{" + joined(inner, ", ") + "}";
}

std::string start_yaml(const Start& start) {
  std::vector<std::string> inner{"process: other"};
  if (!start.with.empty()) inner.push_back("with: " + mapping(start.with));
  if (!start.into.empty()) inner.push_back("into: " + start.into);
  return "{" + joined(inner, ", ") + "}";
}

/// The keys of an activity or a result, as the inside of a flow mapping.
std::vector<std::string> keys(const Effects& effects) {
  std::vector<std::string> parts;
  std::vector<std::string> inner;
  for (const Move& move : effects.moves) inner.push_back(move.object + ": " + states(move.from) + " -> " + move.to);
  if (!inner.empty()) parts.push_back("moves: {" + joined(inner, ", ") + "}");
  inner.clear();
  for (const Need& need : effects.needs) {
    const std::string of = need.of == Need::Of::one ? "" : need.of == Need::Of::all ? "all " : "any ";
    inner.push_back(need.object + ": " + of + states(need.states));
  }
  if (!inner.empty()) parts.push_back("needs: {" + joined(inner, ", ") + "}");
  if (!effects.required.empty()) parts.push_back("requires: " + list(effects.required));
  if (!effects.asked.empty()) parts.push_back("asks: " + list(effects.asked));
  if (!effects.sets.empty()) parts.push_back("sets: " + mapping(effects.sets));
  if (effects.when) parts.push_back("when: " + quoted(*effects.when));
  if (effects.cancels == std::vector<std::string>{"all"})
    parts.push_back("cancels: all");
  else if (!effects.cancels.empty())
    parts.push_back("cancels: " + list(effects.cancels));
  inner.clear();
  for (const Start& start : effects.starts) inner.push_back(start_yaml(start));
  if (!inner.empty()) parts.push_back("starts: " + list(inner));
  return parts;
}

std::string items_yaml(const Items& items) {
  std::string text;
  if (items.kind == Items::Kind::parts) {
    text += "    parts:\n";
    for (const Part& part : items.parts) {
      std::vector<std::string> inner{"role: " + list(part.roles)};
      if (part.when) inner.push_back("when: " + quoted(*part.when));
      if (!part.required.empty()) inner.push_back("requires: " + list(part.required));
      if (!part.asked.empty()) inner.push_back("asks: " + list(part.asked));
      text += "      " + part.id + ": {" + joined(inner, ", ") + "}\n";
    }
  }
  if (items.kind == Items::Kind::for_each) text += "    for_each: {each: " + items.list + "}\n";
  if (items.kind == Items::Kind::votes) {
    const Votes& votes = items.votes;
    text += "    votes: {of: " + list(votes.of) + ", for: " + votes.in_favour + ", against: " + votes.against;
    if (votes.quorum > 1) text += ", quorum: " + std::to_string(votes.quorum);
    if (votes.pass_of > 0) text += ", pass: " + std::to_string(votes.pass_of) + "/" + std::to_string(votes.pass_in);
    if (!votes.veto.empty()) text += ", veto: " + list(votes.veto);
    return text + "}\n";
  }
  if (items.done > 0) text += "    done: " + (items.done == 1 ? "any" : std::to_string(items.done)) + "\n";
  if (!items.answers.empty()) text += "    answers: " + list(items.answers) + "\n";
  return text;
}

std::string runs_yaml(const Runs& runs) {
  std::vector<std::string> inner{"process: other"};
  if (!runs.with.empty()) inner.push_back("with: " + mapping(runs.with));
  std::vector<std::string> returns;
  for (const auto& [field, path] : runs.returns) returns.push_back(field + ": " + path);
  if (!returns.empty()) inner.push_back("returns: {" + joined(returns, ", ") + "}");
  if (runs.stops) inner.push_back("on_cancel: stop");
  return "{" + joined(inner, ", ") + "}";
}

std::string performer_yaml(const Activity& activity) {
  switch (activity.performer) {
    case Performer::engine:
      return "    by: engine\n";
    case Performer::message:
      return "    waits_for: {message: " + activity.waits_for.message +
             (activity.waits_for.about ? ", about: " + quoted(*activity.waits_for.about) : "") + "}\n";
    case Performer::service:
      return "    service: " + activity.id + "\n" +
             (activity.retry.times == 0
                  ? ""
                  : "    retry: {times: " + std::to_string(activity.retry.times) +
                        (activity.retry.wait == 0 ? "" : ", wait: " + std::to_string(activity.retry.wait) + " seconds") + "}\n");
    case Performer::process:
      return "    runs: " + runs_yaml(activity.runs) + "\n";
    default:
      return activity.roles.empty() ? "" : "    role: " + list(activity.roles) + "\n";
  }
}

std::string activity_yaml(const Activity& activity) {
  std::string text = "  " + activity.id + ":\n" + performer_yaml(activity);
  if (activity.items) text += items_yaml(*activity.items);
  for (const std::string& key : keys(activity.effects)) text += "    " + key + "\n";
  if (activity.results.size() == 1 && activity.results[0].id.empty()) return text;
  text += "    results:\n";
  for (const Result& result : activity.results) {
    std::vector<std::string> inner = keys(result.effects);
    if (result.after > 0) inner.push_back("after: " + std::to_string(result.after) + " seconds");
    text += "      " + result.id + ": {" + joined(inner, ", ") + "}\n";
  }
  return text;
}

std::string sources(const Row& row, const std::string& between) {
  std::vector<std::string> from;
  for (const Source& source : row.from) from.push_back(to_string(source));
  return joined(from, between);
}

std::string branch_yaml(const Branch& branch) {
  switch (branch.decision) {
    case Decision::otherwise:
      return branch.target + ": otherwise";
    case Decision::guard:
      return branch.target + ": " + quoted(branch.guard);
    default:
      return branch.target + ": always";
  }
}

std::string row_yaml(const Row& row) {
  if (row.kind == Row::Kind::fork) {
    std::vector<std::string> inner;
    for (const Branch& branch : row.branches) inner.push_back(branch_yaml(branch));
    return "  - fork: " + sources(row, ", ") + "\n    to: {" + joined(inner, ", ") + "}\n";
  }
  if (row.kind == Row::Kind::join)
    return "  - join: [" + sources(row, ", ") + "]\n    to: " + row.to[0] +
           "\n    wait: " + (row.wait == 0 ? "active" : std::to_string(row.wait)) + "\n";
  std::string text = sources(row, " & ") + " -> " + joined(row.to, " & ");
  if (row.decision == Decision::guard) text += " if " + to_cel(row.guard);
  if (row.decision == Decision::otherwise) text += " otherwise";
  return "  - \"" + text + "\"\n";
}

std::vector<std::string> names(const std::vector<Source>& sources) {
  std::vector<std::string> found;
  for (const Source& source : sources) found.push_back(to_string(source));
  return found;
}

std::string rule_yaml(const Rule& rule) {
  if (rule.course.empty())
    return std::string("  - ") + (rule.same_person ? "same_person" : "four_eyes") + ": " + list(names(rule.subjects)) + "\n";
  std::vector<std::string> places;
  for (const auto& place : rule.places) places.push_back(place.size() == 1 ? to_string(place[0]) : list(names(place)));
  return "  - {" + rule.course + ": " + (places.size() == 1 ? places[0] : list(places)) +
         (rule.times > 1 ? ", times: " + std::to_string(rule.times) : "") + "}\n";
}

std::string field_yaml(const Field& field) {
  const std::string initial =
      field.initial.is_null() ? ""
                              : ", default: " + (field.initial.if_string() ? *field.initial.if_string() : literal(field.initial));
  switch (field.type) {
    case Type::integer:
      return "{type: int" + initial + "}";
    case Type::boolean:
      return "{type: bool" + initial + "}";
    case Type::enumeration:
      return "{type: enum, values: " + list(field.choices) + initial + "}";
    case Type::list:
      return "{type: list of string}";
    case Type::reference:
      return "{type: ref other}";
    default:
      return "{type: string" + initial + "}";
  }
}

std::string object_yaml(const Object& object) {
  std::string text = "  " + object.id + ":\n";
  if (object.many) text += "    many: true\n";
  if (!object.states.empty()) text += "    states: " + list(object.states) + "\n";
  if (!object.finals.empty()) text += "    final: " + list(object.finals) + "\n";
  if (!object.fields.empty()) text += "    fields:\n";
  for (const Field& field : object.fields) text += "      " + field.id + ": " + field_yaml(field) + "\n";
  return object.states.empty() && object.fields.empty() ? "  " + object.id + ": {}\n" : text;
}

}  // namespace

std::string to_cel(const Expr& expr) {
  std::vector<std::string> args;
  for (const Expr& arg : expr.args) args.push_back(to_cel(arg));
  switch (expr.op) {
    case Op::literal:
      return literal(expr.literal);
    case Op::field:
      return expr.name;
    case Op::state:
      return expr.name + ".state";
    case Op::actor:
      return "actor.id";
    case Op::message:
      return "message." + expr.name;
    case Op::number:
      return expr.name + ".id";
    case Op::some_element:
      return "case." + expr.name + ".exists(t, " + args[0] + ")";
    case Op::every_element:
      return "case." + expr.name + ".all(t, " + args[0] + ")";
    case Op::count_elements:
      return "size(case." + expr.name + ")";
    case Op::has:
      return "has(" + expr.name + ")";
    case Op::negation:
      return "!(" + args[0] + ")";
    case Op::conjunction:
      return "(" + joined(args, " && ") + ")";
    case Op::disjunction:
      return "(" + joined(args, " || ") + ")";
    case Op::equal:
      return args[0] + " == " + args[1];
    case Op::unequal:
      return args[0] + " != " + args[1];
    case Op::less:
      return args[0] + " < " + args[1];
    case Op::at_most:
      return args[0] + " <= " + args[1];
    case Op::in:
      return args[0] + " in [" + joined({args.begin() + 1, args.end()}, ", ") + "]";
    case Op::plus:
      return "(" + args[0] + " + " + args[1] + ")";
    case Op::divide:
      return "(" + args[0] + " / " + args[1] + ")";
    case Op::some_item:
      return "items.exists(i, i.answer == " + literal(expr.literal) + ")";
    case Op::every_item:
      return "items.all(i, i.answer == " + literal(expr.literal) + ")";
    default:
      return "(" + args[0] + " ? " + args[1] + " : " + args[2] + ")";
  }
}

std::string to_yaml(const Model& model) {
  std::string text = "itsmflow: 1\nprocess: " + model.process + "\nversion: 1.0.0\n";
  if (!model.case_object.empty()) text += "case: " + model.case_object + "\n";
  text += "roles:\n";
  for (const std::string& role : model.roles) text += "  " + role + ": {}\n";
  if (!model.objects.empty()) text += "objects:\n";
  for (const Object& object : model.objects) text += object_yaml(object);
  std::vector<std::string> inner;
  if (!model.start_roles.empty()) inner.push_back("role: " + list(model.start_roles));
  if (!model.start_required.empty()) inner.push_back("requires: " + list(model.start_required));
  if (!model.start_asked.empty()) inner.push_back("asks: " + list(model.start_asked));
  if (!inner.empty()) text += "start: {" + joined(inner, ", ") + "}\n";
  text += "activities:\n";
  for (const Activity& activity : model.activities) text += activity_yaml(activity);
  if (!model.rows.empty()) text += "transitions:\n";
  for (const Row& row : model.rows) text += row_yaml(row);
  if (!model.rules.empty()) text += "rules:\n";
  for (const Rule& rule : model.rules) text += rule_yaml(rule);
  return text + policy_yaml(model);
}

}  // namespace itsmflow::oracle
