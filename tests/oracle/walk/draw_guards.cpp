#include "generator.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

using Op = Expr::Op;

Expr literal(Value value) {
  return {.op = Op::literal, .literal = std::move(value)};
}

std::vector<std::string> fields_of_type(const Model& model, Type type) {
  std::vector<std::string> found;
  for (const Object& object : model.objects)
    for (const Field& field : object.fields)
      if (field.type == type && object.readable()) found.push_back(object.id + "." + field.id);
  return found;
}

std::vector<std::string> all_fields(const Model& model) {
  std::vector<std::string> found;
  for (const Object& object : model.objects)
    for (const Field& field : object.fields)
      if (object.readable()) found.push_back(object.id + "." + field.id);
  return found;
}

Expr draw_number(Random& random, const Model& model, bool sure) {
  const auto fields = fields_of_type(model, Type::integer);
  const Expr field{.op = Op::field, .name = random.one_of(fields)};
  switch (random.below(sure ? 5 : 6)) {
    case 0:
      return {.op = Op::plus, .args = {field, literal(random.below(3))}};
    case 5:
      return {.op = Op::divide, .args = {literal(6), field}};  // an error where it holds 0
    default:
      return field;
  }
}

Expr draw_state(Random& random, const Model& model) {
  std::vector<const Object*> objects;
  for (const Object& object : model.objects)
    if (!object.states.empty() && object.readable()) objects.push_back(&object);
  const Object& object = *random.one_of(objects);
  return {.op = random.chance(70) ? Op::equal : Op::unequal,
          .args = {{.op = Op::state, .name = object.id}, literal(random.one_of(object.states))}};
}

/// A comparison of one field, by its type.
Expr draw_comparison(Random& random, const Model& model, const std::string& path, bool sure) {
  const Field& field = *model.field(path);
  const Expr read{.op = Op::field, .name = path};
  switch (field.type) {
    case Type::boolean:
      return read;
    case Type::list:
    case Type::reference:
      return {.op = Op::has, .name = path};
    case Type::integer:
      return {.op = random.one_of(std::vector{Op::equal, Op::unequal, Op::less, Op::at_most}),
              .args = {draw_number(random, model, sure), literal(random.below(4))}};
    case Type::enumeration: {
      if (random.chance(60)) return {.op = Op::equal, .args = {read, literal(random.one_of(field.choices))}};
      Expr among{.op = Op::in, .args = {read}};
      for (const std::string& choice : random.some_of(field.choices, 1)) among.args.push_back(literal(choice));
      return among;
    }
    default:
      return {.op = random.chance(50) ? Op::equal : Op::unequal, .args = {read, literal(random.chance(50) ? "x" : "y")}};
  }
}

Expr draw_leaf(Random& random, const Model& model, bool sure) {
  const auto fields = all_fields(model);
  const bool states = !sure && std::any_of(model.objects.begin(), model.objects.end(),
                                           [](const Object& each) { return !each.states.empty() && each.readable(); });
  if (model.many() && random.chance(20)) return draw_of_elements(random, model, sure);
  const int kind = random.below(10);
  if (kind == 0) return {.op = Op::equal, .args = {{.op = Op::actor}, literal(random.chance(50) ? "ann" : "bob")}};
  if (states && kind < 3) return draw_state(random, model);
  if (fields.empty()) return {.op = Op::unequal, .args = {{.op = Op::actor}, literal("cleo")}};
  if (kind < 5) return {.op = Op::has, .name = random.one_of(fields)};
  return draw_comparison(random, model, random.one_of(fields), sure);
}

}  // namespace

Value draw_value(Random& random, const Field& field) {
  switch (field.type) {
    case Type::integer:
      return random.below(4);
    case Type::boolean:
      return random.chance(50);
    case Type::enumeration:
      return random.one_of(field.choices);
    case Type::list: {
      Value::List list;
      for (int i = random.below(4); i > 0; --i) list.emplace_back(random.chance(50) ? "x" : "y");
      return list;
    }
    case Type::reference:
      return random.between(91, 93);  // no case has such a number
    default:
      return random.chance(50) ? "x" : "y";
  }
}

Expr draw_guard(Random& random, const Model& model, int depth, bool sure) {
  const int kind = depth == 0 ? 9 : random.below(9);
  if (kind == 0) return {.op = Op::negation, .args = {draw_guard(random, model, depth - 1, sure)}};
  if (kind == 1 || kind == 2)
    return {.op = Op::conjunction,
            .args = {draw_guard(random, model, depth - 1, sure), draw_guard(random, model, depth - 1, sure)}};
  if (kind == 3 || kind == 4)
    return {.op = Op::disjunction,
            .args = {draw_guard(random, model, depth - 1, sure), draw_guard(random, model, depth - 1, sure)}};
  return draw_leaf(random, model, sure);
}

Expr draw_computed(Random& random, const Model& model, const std::string& path) {
  const Field& field = *model.field(path);
  const Expr other{.op = Op::field, .name = random.one_of(fields_of_type(model, field.type))};
  const bool same = field.type != Type::enumeration || other.name == path;  // two enumerations may have different values
  switch (random.below(5)) {
    case 0:
      return same ? other : literal(draw_value(random, field));
    case 1:
      if (field.type == Type::integer && random.chance(30)) return {.op = Op::divide, .args = {literal(6), other}};
      if (field.type == Type::integer) return {.op = Op::plus, .args = {other, literal(1)}};
      if (field.type == Type::boolean) return draw_guard(random, model, 1, true);
      return literal(draw_value(random, field));
    case 2:
      return {.op = Op::choose,
              .args = {draw_guard(random, model, 1, true), literal(draw_value(random, field)), literal(draw_value(random, field))}};
    default:
      return literal(draw_value(random, field));
  }
}

Expr draw_passed(Random& random, const Model& model, const Field& field) {
  const auto fields = fields_of_type(model, field.type);
  if (fields.empty() || field.type == Type::list || random.chance(30)) return literal(draw_value(random, field));
  if (field.type == Type::reference) return {.op = Op::field, .name = random.one_of(fields)};
  if (random.chance(70)) return {.op = Op::field, .name = random.one_of(fields)};
  return draw_computed(random, model, random.one_of(fields));
}

Expr draw_about(Random& random, const Model& model) {
  const Expr number{.op = Op::message, .name = "n"};
  const auto numbers = fields_of_type(model, Type::integer);
  const int kind = random.below(numbers.empty() ? 3 : 4);
  if (kind == 3) return {.op = Op::equal, .args = {number, {.op = Op::field, .name = random.one_of(numbers)}}};
  if (kind == 2 && random.chance(30))
    return {.op = random.chance(50) ? Op::conjunction : Op::disjunction,
            .args = {draw_about(random, model), draw_guard(random, model, 0)}};
  if (kind == 2) return {.op = Op::unequal, .args = {{.op = Op::message, .name = "t"}, literal("x")}};
  return {.op = kind == 0 ? Op::equal : Op::at_most, .args = {number, literal(random.below(3))}};
}

Data draw_message(Random& random) {
  Data values;
  if (random.chance(85)) values["n"] = random.chance(90) ? Value(random.below(3)) : Value("x");
  if (random.chance(60)) values["t"] = random.chance(50) ? "x" : "y";
  return values;
}

}  // namespace itsmflow::oracle
