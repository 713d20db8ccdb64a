#pragma once

// The model as the generator draws it and the twin reads it: plain values, names instead of indexes. Rendered to YAML for the engine.

#include <itsmflow/deviation.hpp>
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
    some_item,      ///< an item was answered so
    every_item,     ///< all items were
    message,        ///< a value of the message that came, by its name
    number,         ///< of the element that is meant
    some_element,   ///< a condition holds of one of all elements, there called `t` …
    every_element,  ///< … or of each
    count_elements,
  };
  Op op = Op::literal;
  Value literal{};
  std::string name{};  ///< of a field ("o.f", or "t.f" of an element that is looked at) or an object
  std::vector<Expr> args{};
};

enum class Type { integer, boolean, enumeration, string, list, reference };  ///< a reference: to cases of the other process

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
  bool many = false;
  bool meant = false;  ///< of one with `many`, while an activity about one element is drawn
  bool readable() const { return !many || meant; }
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
  enum class Of { one, all, any };  ///< the latter two of all elements
  std::string object;
  States states;
  Of of = Of::one;
};

struct Set {
  std::string field;
  Expr value;
};

/// A case of the other process that is begun, and what goes into its fields.
struct Start {
  std::vector<Set> with{};
  std::string into{};  ///< a field that keeps its number, or none
};

struct Effects {
  std::vector<Move> moves{};
  std::vector<Need> needs{};
  std::vector<std::string> required{};
  std::vector<std::string> asked{};
  std::vector<Set> sets{};
  std::optional<Expr> when{};
  std::vector<std::string> cancels{};  ///< "all" alone: every other activity
  std::vector<Start> starts{};
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

enum class Performer { people, engine, message, service, process };

/// Of an activity that waits for one: its name, and which are meant.
struct Wait {
  std::string message{};
  std::optional<Expr> about{};
};

/// Of a service: how often it is tried again, and so many seconds later.
struct Retry {
  int times = 0;
  std::int64_t wait = 0;
};

/// Of an activity that runs a case of the other process.
struct Runs {
  std::vector<Set> with{};
  std::vector<std::pair<std::string, std::string>> returns{};  ///< fields of this process, and a field or "o.state" of the other
  bool stops = false;                                          ///< `on_cancel: stop`
};

struct Activity {
  std::string id;
  Performer performer = Performer::people;
  std::vector<std::string> roles{};
  Wait waits_for{};
  Retry retry{};
  Runs runs{};
  std::optional<Items> items{};
  Effects effects{};
  std::vector<Result> results{{}};

  bool by_engine() const { return performer == Performer::engine; }
  const Result* result(const std::string& name) const {
    for (const Result& each : results)
      if (each.id == name) return &each;
    return nullptr;
  }
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

/// Who has to confirm a deviation, and what happens where nobody does.
struct Confirm {
  std::vector<std::string> by{};
  std::int64_t within = 0;  ///< seconds; 0: whenever
  bool stops_late = false;
  bool stops_disapproved = false;
};

/// 9.1: a line of `allow`.
struct Line {
  DeviationKind what = DeviationKind::skip;
  std::vector<std::string> activities{};  ///< none: all that can be
  std::vector<std::string> by{};          ///< none: the roles of the activity
  std::vector<std::string> motives{};     ///< none: all
  int at_most = 0;                        ///< 0: as often as one likes
  std::optional<Confirm> confirm{};
};

struct Deviations {
  std::vector<std::pair<std::string, MotiveClass>> motives{};
  std::vector<Line> allow{};
  std::vector<std::string> never{};
  int at_most = 0;  ///< in a case; 0: as often as one likes
};

/// What a case can come to (10.1).
struct End {
  std::string id;
  std::optional<Expr> when{};
};

struct Ends {
  std::vector<std::string> by{};
  std::vector<End> of{};
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
  Deviations deviations{};
  Ends outcomes{};
  std::map<std::string, std::set<std::string>> people{};  ///< not a part of the model: who has which role
  std::vector<Model> other{};                             ///< the process whose cases it runs and starts; one, or none

  const Activity* activity(const std::string& id) const {
    for (const Activity& each : activities)
      if (each.id == id) return &each;
    return nullptr;
  }
  /// 2.20: the object with `many` of which an activity is about one element; null: none.
  const Object* about(const Activity& activity) const;
  /// The one with `many`; null: none.
  const Object* many() const {
    for (const Object& each : objects)
      if (each.many) return &each;
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

/// How a field of a process, or the state of an object, is called: "o1.f1", "o1.state".
inline std::string object_of(const std::string& path) {
  return path.substr(0, path.find('.'));
}

/// 9.4 to 9.11: a line may permit deviations of a kind on an activity.
bool can_be(DeviationKind what, const Model& model, const Activity& activity);
/// 9.7, as far as it doesn't hang on the case: an activity may be passed over with a result.
bool can_be_skipped(const Model& model, const Activity& activity, const Result& result);

/// The model as YAML, as a person would write it.
std::string to_yaml(const Model& model);
std::string to_cel(const Expr& expr);
/// Its sections `deviations` and `outcomes`; empty where it has none.
std::string policy_yaml(const Model& model);

}  // namespace itsmflow::oracle
