#pragma once

// The model as the generator draws it and the twin reads it: plain values, names instead of indexes. Rendered to YAML for the engine.

#include <itsmflow/value.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace itsmflow::oracle {

/// A guard or a computed value.
struct Expr {
  enum class Op {
    literal,
    field,
    state,
    actor,
    has,
    negation,
    conjunction,
    disjunction,
    equal,
    unequal,
    less,
    at_most,
    in,
    plus,
    divide,
    choose,
    some_item,   ///< an item was answered so
    every_item,  ///< all items were
  };
  Op op = Op::literal;
  Value literal{};
  std::string name{};  ///< of a field ("o.f") or an object
  std::vector<Expr> args{};
};

enum class Type { integer, boolean, enumeration, string, list };

struct Field {
  std::string id;
  Type type = Type::integer;
  std::vector<std::string> choices{};
  Value initial{};
};

struct Object {
  std::string id;
  std::vector<std::string> states{};
  std::vector<std::string> finals{};
  std::vector<Field> fields{};
};

/// States as they are written: `a | b`, or `any`.
struct States {
  bool any = false;
  std::vector<std::string> names{};
};

struct Move {
  std::string object;
  States from;
  std::string to;
};

struct Need {
  std::string object;
  States states;
};

struct Set {
  std::string field;
  Expr value;
};

struct Effects {
  std::vector<Move> moves{};
  std::vector<Need> needs{};
  std::vector<std::string> required{};
  std::vector<std::string> asked{};
  std::vector<Set> sets{};
  std::optional<Expr> when{};
  std::vector<std::string> cancels{};  ///< "all" alone: every other activity
};

struct Result {
  std::string id{};  ///< empty: the unnamed one
  Effects effects{};
  std::int64_t after = 0;  ///< seconds; 0: no timer
};

/// What one person does of an activity with `parts`.
struct Part {
  std::string id;
  std::vector<std::string> roles{};
  std::optional<Expr> when{};
  std::vector<std::string> required{};
  std::vector<std::string> asked{};
};

struct Votes {
  std::vector<std::string> of{};
  std::string in_favour{};
  std::string against{};
  int quorum = 1;
  int pass_of = 0;  ///< `pass` as a fraction; 0: more than half
  int pass_in = 0;
  std::vector<std::string> veto{};
};

/// 2.16.
struct Items {
  enum class Kind { parts, for_each, votes };
  Kind kind = Kind::parts;
  std::vector<Part> parts{};
  std::string list{};  ///< of for_each: the field
  Votes votes{};
  int done = 0;  ///< 0: all
  std::vector<std::string> answers{};
};

struct Activity {
  std::string id;
  bool by_engine = false;
  std::vector<std::string> roles{};
  std::optional<Items> items{};
  Effects effects{};
  std::vector<Result> results{{}};
};

/// "start", an activity, or an activity with a result.
struct Source {
  std::string activity;
  std::string result{};
  auto operator<=>(const Source&) const = default;
};
inline std::string to_string(const Source& source) {
  return source.result.empty() ? source.activity : source.activity + "." + source.result;
}

enum class Decision { plain, guard, otherwise, always };

struct Branch {
  std::string target;
  Decision decision = Decision::always;
  Expr guard{};
};

struct Row {
  enum class Kind { arrow, fork, join };  ///< the latter two are written as mappings
  Kind kind = Kind::arrow;
  std::vector<Source> from{};
  std::vector<std::string> to{};  ///< activities and "end"; of a fork in its branches
  Decision decision = Decision::plain;
  Expr guard{};
  std::vector<Branch> branches{};
  int wait = 0;  ///< of a join: 0 is `active`
};

struct Rule {
  bool same_person = false;  ///< or four_eyes, where it is about people
  std::vector<Source> subjects{};
  std::string course{};                       ///< the template, where it is about the course
  std::vector<std::vector<Source>> places{};  ///< then: what it names, each place with its alternatives
  int times = 1;
};

struct Model {
  std::string process = "drawn";
  std::string case_object{};
  std::vector<std::string> roles{};
  std::vector<Object> objects{};
  std::vector<std::string> start_roles{};
  std::vector<std::string> start_required{};
  std::vector<std::string> start_asked{};
  std::vector<Activity> activities{};
  std::vector<Row> rows{};
  std::vector<Rule> rules{};
  std::map<std::string, std::set<std::string>> people{};  ///< not a part of the model: who has which role

  const Activity* activity(const std::string& id) const {
    for (const Activity& each : activities)
      if (each.id == id) return &each;
    return nullptr;
  }
  const Object* object(const std::string& id) const {
    for (const Object& each : objects)
      if (each.id == id) return &each;
    return nullptr;
  }
  const Field* field(const std::string& path) const {
    const std::size_t dot = path.find('.');
    const Object* owner = object(path.substr(0, dot));
    if (!owner || dot == std::string::npos) return nullptr;
    for (const Field& each : owner->fields)
      if (each.id == path.substr(dot + 1)) return &each;
    return nullptr;
  }
};

/// The model as YAML, as a person would write it.
std::string to_yaml(const Model& model);
std::string to_cel(const Expr& expr);

}  // namespace itsmflow::oracle
