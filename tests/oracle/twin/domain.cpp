#include "domain.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using Op = Expr::Op;

bool is_truth(const Expr& expr) {
  return expr.op == Op::negation || expr.op == Op::conjunction || expr.op == Op::disjunction || expr.op == Op::some_element ||
         expr.op == Op::every_element;
}

}  // namespace

Domain::Domain(const Model& model) : model_(model) {
  // What is taken back reads as its default again.
  for (const Object& object : model.objects)
    for (const Field& field : object.fields)
      if (const auto* number = field.initial.if_int()) all_numbers_.insert(*number);
  for (const Activity& activity : model.activities) {
    read(activity.effects);
    if (activity.waits_for.about) read(*activity.waits_for.about);
    for (const Set& set : activity.runs.with) read(set.value);
    for (const Result& result : activity.results) read(result.effects);
    if (!activity.items) continue;
    if (!activity.items->list.empty()) read_.insert(activity.items->list);
    for (const Part& part : activity.items->parts)
      if (part.when) read(*part.when);
  }
  for (const Row& row : model.rows) {
    read(row.guard);
    for (const Branch& branch : row.branches) read(branch.guard);
  }
}

void Domain::read(const Effects& effects) {
  if (effects.when) read(*effects.when);
  for (const Set& set : effects.sets) read(set.value, set.field);
  for (const Start& start : effects.starts)
    for (const Set& set : start.with) read(set.value);
}

/// One comparison or computation after another.
void Domain::read(const Expr& expr, const std::string& target) {
  if (is_truth(expr) && target.empty()) {
    for (const Expr& arg : expr.args) read(arg);
    return;
  }
  std::set<std::string> fields;
  std::set<std::int64_t> numbers;
  gather(expr, fields, numbers);
  if (!target.empty()) fields.insert(target);
  join(fields, numbers);
}

void Domain::gather(const Expr& expr, std::set<std::string>& fields, std::set<std::int64_t>& numbers) {
  const bool compared = expr.op == Op::field;
  if (compared || expr.op == Op::has) {
    const bool of_element = object_of(expr.name) == "t";
    const std::string path = of_element ? model_.many()->id + expr.name.substr(1) : expr.name;
    read_.insert(path);
    if (compared) compared_.insert(path);
    if (compared) fields.insert(path);
  }
  if (expr.op == Op::actor) names_people_ = true;
  if (expr.op == Op::literal) {
    if (const auto* number = expr.literal.if_int()) numbers.insert({*number - 1, *number, *number + 1});
    if (const auto* text = expr.literal.if_string()) texts_.insert(*text);
  }
  for (const Expr& arg : expr.args) gather(arg, fields, numbers);
}

void Domain::join(const std::set<std::string>& fields, const std::set<std::int64_t>& numbers) {
  all_numbers_.insert(numbers.begin(), numbers.end());
  std::set<std::size_t> met;
  const std::size_t fresh = numbers_.size();
  numbers_[fresh] = numbers;
  for (const std::string& field : fields) {
    const auto known = together_.find(field);
    if (known != together_.end()) met.insert(known->second);
    together_[field] = fresh;
  }
  for (const std::size_t each : met) numbers_[fresh].insert(numbers_[each].begin(), numbers_[each].end());
  for (auto& [field, group] : together_)
    if (met.count(group)) group = fresh;
}

std::vector<Value> Domain::of(const std::string& path) const {
  const Field& field = *model_.field(path);
  const bool whether_filled_alone = !compared_.count(path) && field.type != Type::list;
  switch (field.type) {
    case Type::integer: {
      if (whether_filled_alone) return {1};
      std::set<std::int64_t> numbers{0, 1};
      if (const auto group = together_.find(path); group != together_.end())
        numbers.insert(numbers_.at(group->second).begin(), numbers_.at(group->second).end());
      return {numbers.begin(), numbers.end()};
    }
    case Type::boolean:
      if (whether_filled_alone) return {true};
      return {true, false};
    case Type::enumeration:
      if (whether_filled_alone) return {field.choices.front()};
      return {field.choices.begin(), field.choices.end()};
    case Type::list:
      return {Value::List{}, Value::List{"x"}, Value::List{"x", "y"}};
    case Type::reference:
      return {91};
    default:
      if (whether_filled_alone) return {"x"};
      return {texts_.begin(), texts_.end()};
  }
}

std::vector<Data> Domain::messages(const Data& given) const {
  std::set<std::int64_t> numbers = all_numbers_;
  for (const auto& [path, value] : given)
    if (const auto* number = value.if_int()) numbers.insert(*number);
  std::vector<Data> found;
  for (const std::int64_t number : numbers)
    for (const char* text : {"x", "z"}) found.push_back({{"n", number}, {"t", text}});
  found.push_back({{"t", "z"}});
  found.push_back({{"n", 0}});
  return found;
}

Brought what_to_bring(const Domain& domain, const std::set<std::string>& fields, const Data& given, std::size_t most) {
  Brought brought{{{}}};
  for (const std::string& name : fields) {
    const bool required = name.back() == '!';
    const std::string path = required ? name.substr(0, name.size() - 1) : name;
    const bool is_given = given.count(path) && !given.at(path).is_null();
    std::vector<Value> values = domain.of(path);
    if (!domain.matters(path)) values.resize(required && !is_given ? 1 : 0);
    if (!required && is_given && domain.matters(path)) values.emplace_back();
    std::vector<Data> longer;
    for (const Data& each : brought.choices) {
      if (!required || is_given) longer.push_back(each);
      for (const Value& value : values) {
        longer.push_back(each);
        longer.back()[path] = value;
      }
    }
    brought.all = brought.all && longer.size() <= most;
    if (longer.size() <= most) brought.choices = std::move(longer);
  }
  return brought;
}

}  // namespace itsmflow::oracle
