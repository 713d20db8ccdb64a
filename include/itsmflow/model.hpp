#pragma once

#include <itsmflow/deviation.hpp>
#include <itsmflow/diagnostic.hpp>
#include <itsmflow/export.hpp>
#include <itsmflow/expr.hpp>
#include <itsmflow/value.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// A model as values: what a designer wrote, names resolved to indexes. Immutable once loaded, shared by all cases that run on it,
// safe to read from any thread. Indexes count from 0 in the order of the text.

/// What is written for people beside every construct; each may be empty.
struct Wording {
  std::string title;
  std::string why;
  std::string doc;
};

/// A word of the vocabulary of a model.
struct Term {
  std::string term;
  std::string means;
  std::vector<std::string> also;
  Span span;
};

/// The practices of ITIL: what the work of a process is for.
enum class Practice {
  service_desk,
  request,
  incident,
  problem,
  change,
  release,
  configuration,
  knowledge,
  service_level,
  availability,
  capacity,
  financial,
  continuity,
};
/// The word as models have it: "service_level".
ITSMFLOW_EXPORT std::string_view to_string(Practice practice) noexcept;
/// All of them, in the order above.
ITSMFLOW_EXPORT std::span<const Practice> practices() noexcept;

/// What people may be in a process.
struct Role {
  std::string id;
  Wording wording;
  std::optional<Practice> practice;  ///< resolved: whose work it does, its own or else that of the model; none: of none
  Span span;
};

/// What a field takes.
enum class FieldType {
  string,
  text,
  integer,
  number,
  boolean,
  enumeration,
  date,
  time,
  datetime,
  duration,
  person,
  uri,
  document,   ///< a place; or a place and a digest, as a map: {"place": "report.pdf", "digest": "sha256:…"}
  list,       ///< a list of `element`
  record,     ///< a map with the ids of `fields`, in their order, without those that are not filled
  reference,  ///< the number of a case of `process`
};

/// Stands in texts for the value of a field that is sensitive. Not what a field holds: where there are values, it isn't.
inline constexpr std::string_view kWithheld = "(withheld)";

/// A piece of data of an object: what it takes, and where it stands in the data of a case.
struct Field {
  std::string id;
  Wording wording;
  FieldType type = FieldType::string;
  std::vector<std::string> choices;  ///< of an enumeration
  std::optional<Value> min;
  std::optional<Value> max;
  Value initial;                         ///< the default; null: not filled
  std::vector<Field> fields;             ///< of a record; they have no slots of their own
  std::shared_ptr<const Field> element;  ///< of a list: what each item is
  std::string process;                   ///< of a reference: the process whose cases it names
  bool optional = false;                 ///< in a record: may be left out
  bool sensitive = false;                ///< what it holds stays out of what people read; so does what is computed from it
  Expression is;                         ///< derived: what it is computed from, each time it is read
  std::optional<std::uint32_t> table;    ///< derived: the table that decides it
  std::uint32_t slot = 0;                ///< its place in the data of a case, over all objects of the model
  Span span;

  /// It is computed when it is read, and never written.
  bool is_derived() const noexcept { return is || table.has_value(); }
};

/// What a process is about: its states and its fields.
struct ObjectType {
  std::string id;
  Wording wording;
  std::vector<std::string> states;  ///< the first is the one it starts in; may be empty (data only)
  std::vector<Span> state_spans;
  std::vector<std::uint32_t> final_states;
  std::vector<Field> fields;
  bool many = false;  ///< a case has several: elements, each with a state (at first `none`) and data of its own
  Span span;
};

/// An object goes from one of several states into another; `from` is ascending and resolved (`any` is written out).
struct Move {
  std::uint32_t object = 0;
  std::vector<std::uint32_t> from;
  std::uint32_t to = 0;
  Span span;
};

/// An object must be in one of several states and stays there; of an object with `many`, one element, all that are there, or any.
struct Need {
  /// Of an object with `many`: one element, all that are there, or any.
  enum class Of { one, all, any };
  Of of = Of::one;
  std::uint32_t object = 0;
  std::vector<std::uint32_t> states;
  Span span;
};

/// A field, by its object, its place in that, and its slot.
struct FieldRef {
  std::uint32_t object = 0;
  std::uint32_t field = 0;
  std::uint32_t slot = 0;
  Span span;
};

/// A field that is computed, and what it is computed from.
struct DerivedField {
  FieldRef field;
  std::vector<std::uint32_t>
      inputs;  ///< slots of expressions that are not derived themselves, ascending: also those of what it reads
};

/// A field that a step computes and writes.
struct SetField {
  FieldRef target;
  Expression value;
};

/// A condition, and where it is written.
struct Guard {
  Expression expression;
  Span span;
};

/// What an activity and each of its results may say; the two are cumulative.
struct Effects {
  std::vector<Move> moves;
  std::vector<Need> needs;
  std::vector<FieldRef> required;  ///< `requires`: must be given
  std::vector<FieldRef> asked;     ///< `asks`: may be given
  std::vector<FieldRef> derived;   ///< derived fields among `requires`: it must be possible to compute them; nobody gives them
  std::vector<SetField> sets;      ///< computed, in the written order, after the given data are in
  std::optional<Guard> when;
};

/// Which activities lose what they have when another one ends.
struct Cancels {
  bool all = false;                       ///< every other one
  std::vector<std::uint32_t> activities;  ///< ascending
};

/// A field of another process and what goes into it.
struct PassedField {
  std::string path;  ///< "release.summary", of the other process
  Expression value;
  Span span;
};

/// A case of another process that begins when an activity ends.
struct StartedProcess {
  std::string process;
  std::vector<PassedField> with;
  std::optional<FieldRef> into;  ///< the field that keeps the number of the new case
  Span span;
};

/// A way in which an activity may end.
struct Result {
  std::string id;  ///< empty: the single, unnamed result of an activity without `results`
  Wording wording;
  Effects effects;
  std::optional<Duration> after;  ///< the engine ends the activity this way so long after it was first offered
  Cancels cancels;                ///< with those of its activity
  std::vector<StartedProcess> starts;
  Span span;
};

/// Who or what does an activity: people with a role, the engine at once, a handler of the program, a message that comes, or a case
/// of another process.
enum class Performer { people, engine, service, message, process };

/// A handler that the program registers under a name.
struct Service {
  std::string name;
  std::uint32_t retries = 0;  ///< how often it is tried again
  Duration wait;              ///< between the tries
};

/// The message that an activity waits for.
struct MessageWait {
  std::string name;
  std::optional<Guard> about;  ///< which messages are meant, over the values of `message`
};

/// A field of this process that gets what a field or state of another one holds at its end.
struct ReturnedField {
  FieldRef target;
  std::string path;  ///< "release.summary", "release.state"
  Span span;
};

/// Another process that is run as a linked case; the final state of its case object is the result.
struct SubProcess {
  /// What becomes of the linked case where this one gives the activity up.
  enum class OnCancel { leave, stop };
  std::string process;
  std::vector<PassedField> with;
  std::vector<ReturnedField> returns;
  OnCancel on_cancel = OnCancel::leave;
  Span span;
};

/// What one person does of an activity with `parts`.
struct Part {
  std::string id;
  Wording wording;
  std::vector<std::uint32_t> roles;
  std::optional<Guard> when;
  std::vector<FieldRef> required;
  std::vector<FieldRef> asked;
  Span span;
};

/// A vote: who casts one, and what decides it.
struct Votes {
  std::vector<std::uint32_t> of;  ///< roles that vote
  std::uint32_t in_favour = 0;    ///< the result when it is carried
  std::uint32_t against = 0;
  std::uint32_t quorum = 1;
  std::uint32_t pass_of = 0;  ///< `pass` as a fraction; 0: more than half
  std::uint32_t pass_in = 0;
  std::vector<std::uint32_t> veto;    ///< roles whose vote against decides
  std::vector<std::uint32_t> voters;  ///< `veto` and then `of`, each once: who has several of them votes with the first
};

/// An activity that several people do, each an item of it.
struct Items {
  /// What an item is: a part that is written out, an element of a list, or a vote.
  enum class Kind { parts, for_each, votes };
  /// How many must be done: all, or a number.
  enum class Done { all, number };
  Kind kind = Kind::parts;
  std::vector<Part> parts;  ///< of parts
  std::string element;      ///< of for_each: what an element is called
  FieldRef list;            ///< of for_each: the list whose elements they are
  Votes votes;
  Done done = Done::all;
  std::uint32_t number = 0;          ///< how many must be done (`any`: 1)
  std::vector<std::string> answers;  ///< what one person may answer; empty: nothing
};

/// Something that is done in a case, and by whom or what.
struct Activity {
  std::string id;
  Wording wording;
  Performer performer = Performer::people;
  std::vector<std::uint32_t> roles;  ///< any of them may do it; empty if no person does, or if each item has its own
  Service service;
  MessageWait message;
  SubProcess process;
  std::optional<Items> items;          ///< none: one person does it
  std::optional<std::uint32_t> about;  ///< an object with `many`, of which each step is about one element
  Effects effects;
  Cancels cancels;
  std::vector<StartedProcess> starts;
  std::vector<Result> results;  ///< at least one
  Span span;

  /// The index of a result by name; empty for the unnamed one. No value where there is none of that name.
  std::optional<std::uint32_t> find_result(std::string_view name) const noexcept;
};

/// Where a row comes from: the start, or an activity that ended with one of `results`.
struct RowSource {
  std::optional<std::uint32_t> activity;  ///< none: `start`
  std::vector<std::uint32_t> results;     ///< resolved: a source without a named result has all that have no row of their own
  Span span;
};

/// One way of an inclusive fork: taken always, if a guard holds, or if no other is.
struct Branch {
  /// When it is taken.
  enum class Choice { always, guard, otherwise };
  std::optional<std::uint32_t> activity;  ///< none: `end`
  Choice choice = Choice::always;
  Guard guard;  ///< if choice is guard
  Span span;
};

/// A row FROM -> TO. One source: a sequence, a choice or (several targets) a fork. Several sources: a join, of one target or more.
struct Row {
  /// When the row is taken: always, if its guard holds, or if no other row is.
  enum class Decision { none, guard, otherwise };
  std::vector<RowSource> sources;
  std::vector<std::uint32_t> targets;  ///< activities; empty: only `end`
  bool to_end = false;                 ///< `end` is (also) a target
  Decision decision = Decision::none;
  Guard guard;                   ///< if decision is guard
  std::vector<Branch> branches;  ///< of an inclusive fork, written as a mapping; its activities are also targets
  bool waits = false;            ///< a join written as a mapping: it belongs to a fork and waits for the branches that were begun
  std::optional<std::uint32_t> wait_for;  ///< … or for so many of them
  Span span;
};

/// What a rule speaks of: an activity, an activity that ended with one result, or, of a rule about people, the start.
struct RuleSubject {
  static constexpr std::uint32_t kStart = std::numeric_limits<std::uint32_t>::max();  ///< no activity, but the start of the case
  std::uint32_t activity = 0;                                                         ///< or kStart
  std::optional<std::uint32_t> result;
  Span span;
  std::uint32_t side = 0;  ///< the place in the rule, of `response: [a, b]` 0 and 1; subjects of one place are alternatives
};

/// `four_eyes`: whoever did one of the subjects does none of the others. `same_person`: one person does them all. The others are
/// the templates of Declare (van der Aalst, Pesic, Schonenberg, Declarative workflows, 2009) over the endings of activities.
struct Rule {
  /// Each is called as models have it.
  enum class Kind {
    four_eyes,
    same_person,
    existence,
    absence,
    exactly,
    init,
    last,
    choice,
    exclusive_choice,
    responded_existence,
    coexistence,
    not_coexistence,
    response,
    precedence,
    succession,
    not_succession,
    alternate_response,
    alternate_precedence,
    alternate_succession,
    chain_response,
    chain_precedence,
    chain_succession,
    not_chain_succession,
  };
  Kind kind = Kind::four_eyes;
  std::vector<RuleSubject> subjects;
  std::uint32_t times = 1;  ///< of existence (at least so often), absence (less often) and exactly
  Wording wording;
  Span span;

  /// It reads what was done, in which order, and not by whom.
  bool is_about_course() const noexcept { return kind != Kind::four_eyes && kind != Kind::same_person; }
};
/// The kind's name as models have it: "not_coexistence".
ITSMFLOW_EXPORT std::string_view to_string(Rule::Kind kind) noexcept;

/// How a rule about the course of a case stands: the four values of run-time verification (Maggi, Montali, Westergaard, van der
/// Aalst, Monitoring business constraints with linear temporal logic, 2011), each rule taken by itself.
enum class RuleStatus {
  satisfied,          ///< whatever is still done
  satisfied_for_now,  ///< the case could be over; what is still to be done may break the rule or open it again
  pending,            ///< something has to be done before the case can be over
  violated,           ///< whatever is still done
};
/// The word as JSON has it: "satisfied_for_now".
ITSMFLOW_EXPORT std::string_view to_string(RuleStatus status) noexcept;

/// Values between two limits; a single value is both. Without a limit it is open on that side.
struct ValueRange {
  std::optional<Value> low;
  std::optional<Value> high;
  bool high_included = true;

  bool operator==(const ValueRange&) const = default;
};

/// What one line of a table says of one column.
struct TableCell {
  std::vector<ValueRange> values;  ///< any of them
  bool rest = false;  ///< `otherwise`: what the other lines that agree in the columns before it leave; all, if there are none
};

/// A line of a table: the value of the target where every column is as its cell says.
struct TableLine {
  std::vector<TableCell> cells;  ///< fewer than columns: what follows doesn't matter
  Value value;
  Span span;  ///< of the value
};

/// What a table decides by: a field, or the state of an object.
struct TableColumn {
  std::uint32_t object = 0;
  std::optional<std::uint32_t> field;  ///< none: the state
  std::uint32_t slot = 0;              ///< of expressions
  Span span;
};

/// A decision that people drew: the value of one field for each combination of others.
struct Table {
  /// A step of the decision: where in one column the value lies, and what follows from it.
  struct Node {
    /// A place between the values of an ordered column: before or behind one.
    struct Cut {
      std::int64_t whole = 0;
      std::int32_t part = 0;
      bool behind = false;

      auto operator<=>(const Cut&) const = default;
    };
    static constexpr std::uint32_t kNothing = 0xffffffff;  ///< the table says nothing
    static constexpr std::uint32_t kValue = 0x80000000;    ///< added to the index of a value

    std::uint32_t column = 0;
    std::vector<std::string> words;   ///< of a column of texts, enums or states: ascending
    std::vector<Cut> cuts;            ///< of any other, ascending: N cuts divide it into N + 1 stretches
    std::vector<std::uint32_t> next;  ///< by word, with one more for all others; by stretch: a node; kValue + a value; or kNothing
  };

  std::string id;
  Wording wording;
  FieldRef target;
  std::vector<TableColumn> by;
  std::vector<TableLine> lines;  ///< as written

  std::vector<Node> nodes;    ///< the first is the root; compiled from the lines
  std::vector<Value> values;  ///< as the target keeps them
  Span span;
};

/// Who may start a case, and what is given then.
struct Start {
  std::vector<std::uint32_t> roles;  ///< any of them may start a case; empty: anybody
  std::vector<FieldRef> required;
  std::vector<FieldRef> asked;
  Wording wording;
  Span span;
};

/// A reason that people may give for a deviation.
struct DeclaredMotive {
  std::string id;
  Wording wording;
  MotiveClass motive_class = MotiveClass::cannot;
  Span span;
};

/// Who has to confirm a deviation afterwards.
struct Confirmation {
  std::vector<std::uint32_t> roles;
  std::optional<Duration> within;       ///< none: whenever
  bool stops_when_late = false;         ///< the case takes no more deviations as long as it is late …
  bool stops_when_disapproved = false;  ///< … or disapproved
};

/// A line of `allow`: which deviations are permitted.
struct Allowance {
  DeviationKind what = DeviationKind::skip;
  std::vector<std::uint32_t> activities;  ///< ascending, resolved: without `activities` all that can be, and none under `never`
  std::vector<std::uint32_t> roles;       ///< of those who may; empty: whoever has a role of the activity
  std::vector<std::uint32_t> motives;     ///< ascending, resolved: without `motives` all
  std::optional<std::uint32_t> at_most;   ///< so often in a case
  std::optional<Confirmation> confirm;
  Wording wording;
  Span span;
};

/// Where, why and for whom deviations are permitted. docs/semantics.md, section 9.
struct Deviations {
  std::vector<DeclaredMotive> motives;
  std::vector<Allowance> lines;          ///< none: no deviation is permitted
  std::vector<std::uint32_t> never;      ///< activities, ascending
  std::optional<std::uint32_t> at_most;  ///< so many in a case
  Wording wording;
};

/// What a case can come to. docs/semantics.md, section 10.
struct Outcome {
  /// What it counts as in reports.
  enum class Counts { neither, success, failure };
  std::string id;
  Wording wording;
  std::optional<Guard> when;  ///< none: only a person says so
  Counts counts_as = Counts::neither;
  Span span;
};

/// "success", "failure", "neither".
ITSMFLOW_EXPORT std::string_view to_string(Outcome::Counts counts) noexcept;

/// What cases of a model can come to, and who says so.
struct Outcomes {
  std::vector<std::uint32_t> roles;  ///< of those who may give and correct it; empty: of those who may start a case
  std::vector<Outcome> outcomes;     ///< none: the model has none
  Wording wording;
};

/// A process: everything that its model says.
struct ITSMFLOW_EXPORT Model {
  std::string process;  ///< the id, kebab-case
  std::string version;  ///< as written, a semantic version
  Wording wording;
  std::optional<Practice> practice;  ///< none: the model doesn't say
  std::vector<Term> vocabulary;
  std::vector<Role> roles;
  std::vector<ObjectType> objects;
  std::optional<std::uint32_t> case_object;
  std::vector<Table> tables;
  std::vector<DerivedField> derived;           ///< each after those that it reads
  std::vector<std::uint32_t> derived_of_slot;  ///< by slot: 0, or 1 + the index of a derived field; empty where there are none
  Start start;
  std::vector<Activity> activities;
  std::vector<Row> rows;
  std::vector<Rule> rules;
  Deviations deviations;
  Outcomes outcomes;
  std::uint32_t slot_count = 0;  ///< fields of all objects

  /// The whole text of the model: what it was loaded from or, where it adapts another or uses shared files, all of that put together.
  std::shared_ptr<const SourceText> source;
  std::string digest;  ///< of the source: BLAKE2b-256, in hex

  /// The index of what has an id; none where there is nothing of that id.
  std::optional<std::uint32_t> find_role(std::string_view id) const noexcept;
  std::optional<std::uint32_t> find_object(std::string_view id) const noexcept;
  std::optional<std::uint32_t> find_activity(std::string_view id) const noexcept;
  /// By path: "rfc.accounts".
  std::optional<FieldRef> find_field(std::string_view path) const noexcept;

  /// The derived field of a slot; null where it is none.
  const DerivedField* find_derived(std::uint32_t slot) const noexcept {
    const bool is_one = slot < derived_of_slot.size() && derived_of_slot[slot] != 0;
    return is_one ? &derived[derived_of_slot[slot] - 1] : nullptr;
  }

  /// The field that is meant. Throws std::out_of_range where there is none.
  const Field& field(const FieldRef& ref) const { return objects.at(ref.object).fields.at(ref.field); }
  /// "rfc.accounts".
  std::string path(const FieldRef& ref) const { return objects.at(ref.object).id + "." + field(ref).id; }
};

/// Why no deviation of a kind can be permitted on an activity, half a sentence: "it is done by the engine". Empty: it can.
/// docs/semantics.md, 9.4 to 9.11.
ITSMFLOW_EXPORT std::string why_never(const Model& model, std::uint32_t activity, DeviationKind what);
/// The same of passing over an activity with one of its results.
ITSMFLOW_EXPORT std::string why_never_skipped(const Model& model, std::uint32_t activity, std::uint32_t result);

/// A value as a field keeps it, or why the field can't take it.
struct FieldValue {
  std::optional<Value> value;
  std::string problem;  ///< for people: "takes a whole number, not \"many\""; empty if there is a value
};
/// Converts a value to what a field keeps (a whole number for a `number`, RFC 3339 text for a `datetime`, …) and checks its range,
/// its choices and its form, in lists and records piece by piece. Null, "not filled", is always right; an empty text never is.
ITSMFLOW_EXPORT FieldValue accept_value(const Field& field, const Value& value);
/// The same from text that a person typed; lists and records as JSON, or as a model has them: "[a, b]", "{street: Main Street, no: 7}".
ITSMFLOW_EXPORT FieldValue parse_value(const Field& field, std::string_view text);
/// What a `document` field keeps of a document whose content is at hand: its place, and the digest "blake2b-256:…" of the content.
ITSMFLOW_EXPORT Value document_value(std::string place, std::string_view content);
/// What a field takes, for people: "a whole number from 1", "low, medium or high", "a date such as 2014-03-03".
ITSMFLOW_EXPORT std::string describe_type(const Field& field);

/// The slots of expressions of a model, beside those of its fields: field slots come first (0 … slot_count - 1), then the state of
/// each object, then these, then the elements of each object.
/// `items` is known to guards of results of an activity of several items, `message` to those of one that waits for a message,
/// `element` (its number) to those of an activity about one element.
enum class ExtraSlot : std::uint32_t { case_id, case_started, actor_id, items, message, element };
/// Of the state of an object.
constexpr std::uint32_t state_slot(const Model& model, std::uint32_t object) {
  return model.slot_count + object;
}
/// Of what is neither a field nor a state.
inline std::uint32_t extra_slot(const Model& model, ExtraSlot slot) {
  return model.slot_count + static_cast<std::uint32_t>(model.objects.size()) + static_cast<std::uint32_t>(slot);
}
/// Of `case.OBJECT`, the list of the elements of an object with `many`.
inline std::uint32_t elements_slot(const Model& model, std::uint32_t object) {
  return extra_slot(model, ExtraSlot::element) + 1 + object;
}

/// Reads the source of one model again; how an engine continues a case whose model version the program no longer has as a file.
using ModelReader = std::function<Loaded<std::shared_ptr<const Model>>(std::shared_ptr<const SourceText>)>;

/// The models that a program works with, at most one version of each process. Immutable, cheap to copy.
class ITSMFLOW_EXPORT Library {
 public:
  Library() = default;
  Library(std::vector<std::shared_ptr<const Model>> models, ModelReader reader);
  Library(std::vector<std::shared_ptr<const Model>> models, std::vector<std::string> shared, ModelReader reader);

  /// All of them, each process once.
  const std::vector<std::shared_ptr<const Model>>& models() const noexcept { return models_; }
  /// The names of the shared files that were loaded with them.
  const std::vector<std::string>& shared() const noexcept { return shared_; }
  /// Null where there is no such process.
  std::shared_ptr<const Model> find(std::string_view process) const noexcept;
  /// Reads other versions of its models; may be empty.
  const ModelReader& reader() const noexcept { return reader_; }

 private:
  std::vector<std::shared_ptr<const Model>> models_;
  std::vector<std::string> shared_;
  ModelReader reader_;
};

/// Loads one file, or every *.yaml and *.yml below a folder that is a model (has the key `itsmflow`). All findings of all files.
/// What a model adapts or uses is looked for in what is given, then in the model's folder and the one above.
/// Throws NotFound or StoreError if a file cannot be read.
ITSMFLOW_EXPORT Loaded<Library> load_library(const std::string& path);
/// The same of several files and folders at once.
ITSMFLOW_EXPORT Loaded<Library> load_library(const std::vector<std::string>& paths);

/// The texts that load_library(paths) loads, each named by its path; with the same errors. load_texts() loads them, so that a caller has
/// the very texts that the findings are about.
ITSMFLOW_EXPORT std::vector<std::shared_ptr<const SourceText>> read_models(const std::vector<std::string>& paths);
/// Loads models and shared files from texts. All findings of all texts.
ITSMFLOW_EXPORT Loaded<Library> load_texts(const std::vector<std::shared_ptr<const SourceText>>& texts);

/// Loads a model from text; `name` stands in its diagnostics.
ITSMFLOW_EXPORT Loaded<std::shared_ptr<const Model>> load_model(std::string text, std::string name = "<memory>");

}  // namespace itsmflow
