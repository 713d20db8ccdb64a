#include "domain.hpp"

#include <algorithm>

namespace itsmflow::oracle {

Domain::Domain(const Model& model) {
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
  for (const Set& set : effects.sets) read(set.value);
  for (const Start& start : effects.starts)
    for (const Set& set : start.with) read(set.value);
}

void Domain::read(const Expr& expr) {
  const bool of_field = expr.op == Expr::Op::field || expr.op == Expr::Op::has;
  if (of_field) read_.insert(object_of(expr.name) == "t" ? "task" + expr.name.substr(1) : expr.name);
  if (expr.op == Expr::Op::literal) {
    if (const auto* number = expr.literal.if_int()) numbers_.insert({*number - 1, *number, *number + 1});
    if (const auto* text = expr.literal.if_string()) texts_.insert(*text);
  }
  for (const Expr& arg : expr.args) read(arg);
}

std::vector<Value> Domain::of(const Field& field) const {
  switch (field.type) {
    case Type::integer:
      return {numbers_.begin(), numbers_.end()};
    case Type::boolean:
      return {true, false};
    case Type::enumeration:
      return {field.choices.begin(), field.choices.end()};
    case Type::list:
      return {Value::List{}, Value::List{"x"}, Value::List{"x", "y"}};
    case Type::reference:
      return {91};
    default:
      return {texts_.begin(), texts_.end()};
  }
}

std::vector<Data> Domain::messages(const Data& given) const {
  std::set<std::int64_t> numbers = numbers_;
  for (const auto& [path, value] : given)
    if (const auto* number = value.if_int()) numbers.insert(*number);
  std::vector<Data> found;
  for (const std::int64_t number : numbers)
    for (const std::string& text : texts_) found.push_back({{"n", number}, {"t", text}});
  found.push_back({{"t", "z"}});
  found.push_back({{"n", 0}});
  return found;
}

Brought what_to_bring(const Model& model, const Domain& domain, const std::set<std::string>& fields, const Data& given,
                      std::size_t most) {
  Brought brought{{{}}};
  for (const std::string& name : fields) {
    const bool required = name.back() == '!';
    const std::string path = required ? name.substr(0, name.size() - 1) : name;
    const bool is_given = given.count(path) && !given.at(path).is_null();
    std::vector<Value> values = domain.of(*model.field(path));
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
