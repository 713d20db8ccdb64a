#pragma once

#include <itsmflow/authorize.hpp>
#include <itsmflow/clock.hpp>
#include <itsmflow/deviation.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/error.hpp>
#include <itsmflow/event.hpp>
#include <itsmflow/export.hpp>
#include <itsmflow/ids.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/obstacle.hpp>
#include <itsmflow/store.hpp>
#include <itsmflow/value.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow {

/// Why a step is taken in spite of its obstacles. docs/deviations.md.
struct Motive {
  std::string name{};     ///< one that the model declares
  std::string because{};  ///< in words
  /// About the order of work: skip, extra or again. None: the one that is permitted and possible, if it is one alone.
  std::optional<DeviationKind> as{};
  /// Of a skip: what is to be passed over, "transfer" or, of an activity with several results, "transfer.understood". What isn't named
  /// is found, as long as nothing is to be chosen.
  std::vector<std::string> skipping{};
};

/// What may come with any command.
struct Command {
  std::string key{};  ///< idempotency key: repeating a command with it gives the first result; empty: none
  std::optional<std::int64_t> expected_revision{};  ///< refuse with `conflict` if the case has moved on from it
  /// Of an activity of several items: which part or element; a vote is always the actor's own. Of an activity about one element its
  /// number, or "new"; empty: the one that the actor has in hand, or else a new one where the activity can add one.
  std::string item{};
};

/// What comes with doing an activity.
struct Work {
  std::string result{};  ///< which result it ends with, or the answer of an item; empty only where there are none
  Data data{};
  std::optional<Motive> motive{};
  Command command{};
};

/// What came of a command: events, or obstacles and nothing changed.
class ITSMFLOW_EXPORT Step {
 public:
  Step(CaseId id, std::int64_t revision, std::vector<Event> events) : case_(id), revision_(revision), events_(std::move(events)) {}
  Step(CaseId id, std::int64_t revision, std::vector<Obstacle> obstacles, std::vector<DeviationOption> deviations = {},
       std::string why_not = {})
      : case_(id),
        revision_(revision),
        obstacles_(std::move(obstacles)),
        deviations_(std::move(deviations)),
        why_not_(std::move(why_not)) {}

  /// Whether it was done; otherwise it was refused, and nothing changed.
  explicit operator bool() const noexcept { return obstacles_.empty(); }
  /// Of a refused start: 0.
  CaseId case_id() const noexcept { return case_; }
  /// The case's revision after the step; of a refused one, the revision it was decided on.
  std::int64_t revision() const noexcept { return revision_; }
  /// What happened, in order; empty where it was refused.
  const std::vector<Event>& events() const noexcept { return events_; }
  /// What stands in its way, all of it; empty where it was done.
  const std::vector<Obstacle>& obstacles() const noexcept { return obstacles_; }
  /// Of a refused step without a motive: how it could be done all the same, also ways of which each says in `obstacles` why it would be
  /// refused. Empty: no motive would help.
  const std::vector<DeviationOption>& deviations() const noexcept { return deviations_; }
  /// Of a refused step with a motive: why the deviation wasn't accepted, half a sentence: "the model permits no skip on 'check'". Empty
  /// where an obstacle says so, `would_strand`.
  const std::string& why_not() const noexcept { return why_not_; }

 private:
  CaseId case_;
  std::int64_t revision_;
  std::vector<Event> events_;
  std::vector<Obstacle> obstacles_;
  std::vector<DeviationOption> deviations_;
  std::string why_not_;
};

/// How far a piece of work has come.
enum class WorkStatus { offered, claimed, handed_over, begun, suspended };
/// The word as JSON has it: "handed_over".
ITSMFLOW_EXPORT std::string_view to_string(WorkStatus status) noexcept;

/// A field that an activity takes, and what it holds now (null: not filled).
struct OfferedField {
  std::string path;
  bool required = false;
  bool filled = false;  ///< already given; a required one may then be left out
  Value value;
  bool withheld = false;  ///< it is sensitive, and `value` is null whether it holds something or not
};

/// A result that an activity may end with, and the fields that it takes.
struct OfferedResult {
  std::string id;                    ///< empty: the unnamed one
  std::vector<OfferedField> fields;  ///< required ones first
};

/// Something that one person may do now, or has in hand.
struct Offer {
  CaseId case_id;
  std::string process;
  std::string activity;
  std::string item{};  ///< of an activity of several items, or about one element ("new": none yet); empty: the whole of it
  Value element{};     ///< of `for_each` what the item is about; of an element a map of its id, its state and its fields
  std::string role;    ///< as which the person would do it
  WorkStatus status = WorkStatus::offered;
  std::vector<std::string> withheld{};  ///< members of `element` that are sensitive and filled; "element": all of it
  std::vector<OfferedResult> results;   ///< those it may end with now
  std::string giver;                    ///< who handed it over, until it is accepted
  std::string note;                     ///< of the suspension or the hand-over
};

/// Why somebody can't, and who could.
struct Explanation {
  std::string activity;
  std::string item{};               ///< of an activity of several items
  std::string result;               ///< empty: the unnamed one, or any
  std::vector<Obstacle> obstacles;  ///< empty: it may be done
  std::vector<std::string>
      could;  ///< persons who have no obstacle of their own (role, people): they could, once the others are gone
  std::vector<DeviationOption> deviations;  ///< how this actor could do it all the same; empty: a motive would not help
  std::vector<std::string> could_deviate;   ///< others to whom the model permits to deviate here
  std::string why_no_deviation{};           ///< if one was asked about, and there is none: why, half a sentence
};

/// An object of which a case has one, and its state.
struct ObjectView {
  std::string id;
  std::string state;  ///< empty if the object has no states
};

/// One of several of an object with `many`, that is there or that somebody has begun to add.
struct ElementView {
  std::string object;
  std::string item;  ///< its number
  std::string state;
  Data data;                            ///< filled fields by path ("task.title"), defaults included; not those withheld
  std::vector<std::string> withheld{};  ///< filled ones that are sensitive
};

/// A piece of work that the marking of a case allows, or that somebody has in hand.
struct WorkView {
  std::string activity;
  std::string
      item{};  ///< of an activity of several items, or about one element ("new": none yet); empty of a vote that is still open
  WorkStatus status = WorkStatus::offered;
  std::vector<std::string> roles;
  std::string holder;  ///< empty while offered
  std::string giver;
  std::string note;
};

/// A rule about the course of a case, as it stands in it.
struct RuleView {
  std::string rule;  ///< the kind's name: "response"
  std::string title;
  std::string says;  ///< in words: "after 'implement' comes 'check'"
  RuleStatus status = RuleStatus::satisfied_for_now;
  bool is_off = false;                    ///< a deviation has overridden it; nobody minds it any more in this case
  std::vector<std::string> satisfied_by;  ///< of a pending one: activities on the shortest way to satisfy it
};

/// Who had a part in an activity, or in the start.
struct PartView {
  std::string activity;  ///< or "start"
  std::string item{};    ///< of an activity about one element: its number
  std::string person;
  bool ended = false;        ///< of an activity: as the one who ended it; otherwise he did an item of it, or handed it over
  Timestamp at;              ///< the last time
  bool passed_over = false;  ///< as the one who answers for passing it over, without doing it
};

/// A rule about people, and who has done what of it so far.
struct PeopleRuleView {
  std::string rule;  ///< "four_eyes" or "same_person"
  std::string title;
  std::string says;  ///< in words: "the start and 'approve' are done by different persons"
  std::vector<PartView> parts;
};

/// How a vote stands that isn't decided.
struct VoteView {
  std::string activity;
  std::size_t quorum = 1;  ///< so many votes decide it
  std::size_t cast = 0;
  std::string in_favour;  ///< the result if it is carried …
  std::string against;    ///< … and if it isn't
  bool has_veto = false;  ///< somebody's vote against may decide it at once
  std::size_t votes_for = 0;
  std::size_t votes_against = 0;
};

/// What an activity waits for that no person does.
struct WaitView {
  std::string activity;
  std::string service{};  ///< the handler that was called …
  int tries = 0;          ///< … for so many times
  std::string message{};  ///< or the message that is to come
  CaseId other{};         ///< or the case that runs
};

/// A message that came and that nothing has taken.
struct MessageView {
  /// An activity that waits for it and has not taken it.
  struct Untaken {
    std::string activity;          ///< waits for messages of this name
    std::vector<std::string> why;  ///< what keeps it from taking this one, as sentences
  };
  std::string name;
  Data values;                   ///< what it says; empty where it is withheld
  bool withheld = false;         ///< it is about sensitive fields
  std::vector<Untaken> untaken;  ///< as the case now stands
};

/// What happens by itself at a moment.
struct TimerView {
  std::string activity;
  std::string result;  ///< with which it ends; empty: its service is called again
  Timestamp due;
};

/// An item of an activity that is done.
struct ItemView {
  std::string activity;
  std::string item;
  std::string person;
  std::string answer;
};

/// Where a deviation stands that has to be confirmed.
enum class ConfirmationStatus { none, awaited, late, confirmed, disapproved };
/// The word as JSON has it: "awaited".
ITSMFLOW_EXPORT std::string_view to_string(ConfirmationStatus status) noexcept;

/// The status that to_string() calls so; none if there isn't one.
ITSMFLOW_EXPORT std::optional<ConfirmationStatus> parse_confirmation_status(std::string_view word) noexcept;

/// A deviation in a case. docs/semantics.md, section 9.
struct DeviationView {
  std::int64_t number = 0;  ///< in its case, from 1
  DeviationKind kind = DeviationKind::skip;
  std::string activity;
  std::string result;  ///< may be empty
  std::string item{};
  std::string motive;
  MotiveClass motive_class = MotiveClass::cannot;
  std::string because;  ///< what was said why; may be empty. Of Engine::cases: always
  std::string person;   ///< who answers for it
  std::string role;     ///< as what; empty: as nobody in particular
  Timestamp at;
  ConfirmationStatus confirmation = ConfirmationStatus::none;  ///< of a skip that needn't be confirmed, but may be: none
  std::vector<std::string> confirm_by;                         ///< roles
  std::optional<Timestamp> due;                                ///< until when it is to be confirmed
  std::string judge;                                           ///< who confirmed or disapproved it
};

/// A case as it stands.
struct CaseView {
  CaseId id;
  std::string process;
  std::string version;  ///< of its model
  CaseStatus status = CaseStatus::open;
  std::int64_t revision = 0;
  Timestamp started;
  Timestamp changed;
  std::vector<ObjectView> objects;    ///< of which there is one
  std::vector<ElementView> elements;  ///< of those with `many`
  Data data;                          ///< filled fields, defaults included; not those withheld
  std::vector<std::string> withheld;  ///< filled fields that are sensitive
  std::vector<WorkView> work;         ///< what the marking allows or somebody holds
  std::vector<WaitView> waits;
  std::vector<TimerView> timers;
  std::vector<ItemView> items_done;   ///< of activities that are under way
  std::vector<MessageView> messages;  ///< those that came and weren't taken, in the order in which they came
  CaseId parent{};                    ///< the case that runs or started this one
  std::vector<RuleView> rules;        ///< those about the course of the case, in the written order
  std::vector<PeopleRuleView> people_rules;
  std::vector<VoteView> votes;            ///< of activities in which votes may be cast now
  std::vector<DeviationView> deviations;  ///< none: the case complies
  std::vector<std::string> assumed;       ///< states that were reached by a skip and that nobody has confirmed: "rfc.state"
  std::string outcome;  ///< of a case that isn't open: "undecided", or one of the model's; empty where it has none
  Outcome::Counts counts_as = Outcome::Counts::neither;  ///< what that outcome counts as
  std::string judge;                                     ///< who gave the outcome; empty: nobody had to
};

/// Which cases Engine::cases gives, by id: those that all of these hold for.
struct CaseFilter {
  std::string process{};                             ///< empty: any
  std::optional<CaseStatus> status{};                ///< none: any
  std::string field{};                               ///< path of a field or of a state ("rfc.state"); empty: any
  Value value{};                                     ///< what that field holds
  std::string outcome{};                             ///< its name, or "undecided"; empty: any
  std::optional<bool> complies{};                    ///< without a deviation, or with one; none: any
  std::optional<ConfirmationStatus> confirmation{};  ///< some deviation is where this says; none: any
  CaseId after{0};
  std::size_t limit = 1000;
  Sensitive sensitive = Sensitive::withheld;  ///< withheld: `field` may not be a sensitive one, that is a UsageError
};

/// Which offers Engine::offers_for gives.
struct OfferFilter {
  CaseId after{0};           ///< only cases above it
  std::size_t limit = 1000;  ///< about how many offers; those of one case are never split
  Sensitive sensitive = Sensitive::withheld;
};

/// Something that one person may say of a case and nobody has said: Engine::confirm or disapprove of a deviation, Engine::judge of the case.
struct VerdictOffer {
  CaseId case_id;
  std::string process;
  std::optional<DeviationView> deviation{};  ///< none: the outcome
};

/// Something to tell a person, after the step that caused it is committed.
struct Notification {
  std::string key;  ///< the same at every delivery of the same thing
  CaseId case_id;
  /// "withdrawn" or "handed_over"; "deviated" and "confirmation_late" to those who are to confirm a deviation, "confirmed" and
  /// "disapproved" to the one who answers for it.
  std::string kind;
  std::string to;  ///< the person
  std::string activity;
  std::string item{};  ///< of an activity of several items
  std::string note;
  Timestamp at;
  std::int64_t deviation = 0;  ///< of those four: its number in the case
};

/// A handler of the program is asked to do an activity.
struct ServiceCall {
  std::string key;  ///< the same at every delivery of the same call; another one for another try
  CaseId case_id;
  std::string process;
  std::string service;
  std::string activity;
  int attempt = 1;
  Data
      data;  ///< filled fields of the case, as when it is called, sensitive ones too; of an object with `many` ("task") the list of its elements
};

/// What came of it.
struct ServiceReply {
  std::string result{};   ///< which result the activity ends with; empty only where it has one without a name
  Data data{};            ///< fields that the activity and its result take
  std::string failure{};  ///< not empty: it failed, and why; it is tried again as `retry` says
};

/// Returns nothing where the answer comes later, by Engine::answer. What it throws counts as failing.
using ServiceHandler = std::function<std::optional<ServiceReply>(const ServiceCall&)>;

/// What `verify_log` found.
struct LogReport {
  std::int64_t events = 0;
  std::int64_t cases = 0;
  std::string head;                  ///< over all cases, in hex
  bool expected_head_found = false;  ///< the head given as expected is the head after some event
  std::int64_t elsewhere = 0;        ///< events in other files, which were not there to be read: LogPart
  /// The expected head was not found, but may be the head after one of those.
  bool expected_head_undecided = false;
  std::vector<std::string> problems;  ///< empty: everything fits together
  std::size_t mendable = 0;           ///< so many of them are about what follows from events that fit together: rebuild() mends it
};

/// What `rebuild` did.
struct RebuildReport {
  std::vector<CaseId> cases;      ///< whose row, offers and timers were written anew
  std::int64_t heads = 0;         ///< heads over all cases that were
  std::int64_t strays = 0;        ///< offers and timers that belonged to no case, and went
  std::vector<std::string> left;  ///< what nothing here mends; empty: everything fits together now
};

/// What `erase_person` did.
struct Erasure {
  std::string stand_in{};      ///< what the person is called now; empty: nobody of that name was in the store
  std::int64_t withdrawn = 0;  ///< works that went back
  std::int64_t texts = 0;      ///< words of the engine that named the person, and read "(erased)" now
};

/// What an engine is told when it is made; each may be left as it is.
struct EngineOptions {
  const Clock* clock = nullptr;     ///< must outlive the engine; null: the system's
  std::size_t agenda_limit = 1000;  ///< how many events one command may cause by itself before it is taken for a loop
  /// How many states of a case may be looked at in each search for a way to its end after a deviation, and over what is to be skipped.
  std::size_t search_limit = 4'000;
  Duration lease{300, 0};  ///< how long a call or a notification is left to the process that took it, before another one takes it
  Authorize authorize{};   ///< asked before every call that reads or writes cases; none: everything may be called
};

/// Runs cases: commands in, obstacles or events out, each step atomic and durable as the store promises.
///
/// The store and the directory must outlive the engine. Safe to call from several threads, as far as the store and the directory
/// are. Starts no thread. Every command throws NotFound for an unknown case, actor, activity, result or field, UsageError for data
/// that the step does not take, StoreError when the world fails: nothing is changed then. Where EngineOptions::authorize refuses a call it throws NotAuthorized;
/// only library() and on_service() aren't asked about: they touch no case.
class ITSMFLOW_EXPORT Engine {
 public:
  /// Neither reads nor writes the store yet. The store and the directory must outlive the engine.
  Engine(Library library, Store& store, const Directory& directory, EngineOptions options = {});
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  /// The models that it was made with.
  const Library& library() const noexcept;

  /// Starts a case of a process, on the version that the library has.
  Step start(std::string_view process, std::string_view actor, const Data& data = {}, const Command& command = {});

  /// Does an activity from begin to end, or ends it if the actor has begun it. With a motive in spite of its obstacles, where the
  /// model permits it and the case could still end (docs/deviations.md): NotFound for a motive that the model doesn't have, UsageError
  /// where it isn't clear what is meant, which depends on the case.
  Step perform(CaseId id, std::string_view activity, std::string_view actor, const Work& work = {});

  /// Takes the row's token and checks states, guard and people. The object moves at the end.
  Step begin(CaseId id, std::string_view activity, std::string_view actor, const Command& command = {});
  /// Ends an activity that the actor has begun; with a motive as above.
  Step end(CaseId id, std::string_view activity, std::string_view actor, const Work& work = {});
  /// Reserves an activity, so that nobody else can begin it; also accepts one that was handed over.
  Step claim(CaseId id, std::string_view activity, std::string_view actor, const Command& command = {});
  /// Gives claimed or begun work to another person, who must have the role, and who must claim it to accept.
  /// `confirm` is what the receiver confirms by doing so.
  Step hand_over(CaseId id, std::string_view activity, std::string_view actor, std::string_view to, std::string_view confirm = {},
                 const Command& command = {});
  /// Lets begun work rest, with a note of what is done so far.
  Step suspend(CaseId id, std::string_view activity, std::string_view actor, std::string_view note, const Command& command = {});
  /// Goes on with work that was suspended.
  Step resume(CaseId id, std::string_view activity, std::string_view actor, const Command& command = {});
  /// Gives claimed or begun work back; its token returns, so that somebody else can do it.
  Step withdraw(CaseId id, std::string_view activity, std::string_view actor, std::string_view note = {},
                const Command& command = {});
  /// Fills in fields that a begun activity requires or asks for.
  Step set(CaseId id, std::string_view activity, std::string_view actor, const Data& data, const Command& command = {});
  /// Gives the whole case up; for those who may start one. Everything that is open is withdrawn.
  Step cancel(CaseId id, std::string_view actor, std::string_view why, const Command& command = {});

  /// Confirms, or disapproves, a deviation by its number; also after the end of its case. Refused with `wrong_role` and `four_eyes`, with
  /// `taken` if it is confirmed, with `not_reached` if there is nothing to confirm. Throws NotFound where there is no such deviation.
  Step confirm(CaseId id, std::int64_t deviation, std::string_view actor, std::string_view because = {},
               const Command& command = {});
  /// As confirm(), but says that the deviation was not right.
  Step disapprove(CaseId id, std::int64_t deviation, std::string_view actor, std::string_view because = {},
                  const Command& command = {});
  /// Says how a case that isn't open any more turned out: one of the model's outcomes, or "undecided", which takes back what was said.
  /// Refused with `not_reached` while the case is open.
  Step judge(CaseId id, std::string_view outcome, std::string_view actor, std::string_view because = {},
             const Command& command = {});

  /// What a person may do now or has in hand, over all cases, by case and activity.
  std::vector<Offer> offers_for(std::string_view actor, const OfferFilter& filter = {}) const;
  /// The same in one case.
  std::vector<Offer> offers_for(std::string_view actor, CaseId id, Sensitive sensitive = Sensitive::withheld) const;

  /// What waits for a person's verdict, over all cases, by case: deviations that are to be confirmed, in time or late; of a case that came to
  /// its end and is undecided the skips that its outcome rests on, or else the outcome. Looks at every case.
  std::vector<VerdictOffer> verdicts_for(std::string_view actor, const OfferFilter& filter = {}) const;

  /// What stands in the way of an actor doing an activity. With an empty result, of an activity that has several: of the result
  /// with the fewest obstacles, of those that don't come by timers. Data that the step would bring can be given; with a motive, whose
  /// name may be left out, only such deviations are told, and so what a skip would be of which one must be named first.
  Explanation explain(CaseId id, std::string_view activity, std::string_view actor, const Work& work = {}) const;

  /// What sensitive fields hold is withheld, here and elsewhere, unless it is asked for.
  CaseView show(CaseId id, Sensitive sensitive = Sensitive::withheld) const;
  /// Cases by id, as they stand, each as show() gives it, without why people deviated. A value needs a field.
  std::vector<CaseView> cases(const CaseFilter& filter = {}) const;
  /// The model version that a case runs on, from the library or from the store.
  std::shared_ptr<const Model> model_of(CaseId id) const;
  /// Events of a case in order, from a number on, which is 1 for the first; `limit` of them at most.
  std::vector<Event> events(CaseId id, std::int64_t from_number = 1, std::size_t limit = 100'000,
                            Sensitive sensitive = Sensitive::withheld) const;

  /// Gives a message to a case, which keeps it until an activity takes it. Refused with `case_over` if the case isn't open. Values are
  /// null, booleans, numbers, texts, lists and maps of texts to these. Throws NotFound if no activity of its process waits for it.
  Step send(CaseId to, std::string_view message, const Data& values = {}, const Command& command = {});
  /// Gives a message to every open case in which an activity waits for it and `about` holds, each in a step of its own. Throws
  /// NotFound where there is none. With a key "K" the first step has that key and the step of another case, say 7, has "K 7".
  /// To repeat it gives the first results, by case, and goes on to cases that were open the first time, wait, and didn't get it.
  std::vector<Step> send(std::string_view message, const Data& values = {}, const Command& command = {});

  /// Registers what does activities with `service: NAME`. Before the engine is used by several threads.
  void on_service(std::string name, ServiceHandler handler);
  /// Ends an activity that waits for a service, or tells that the service failed: for handlers that answer later, or are none.
  /// An answer that the case can't take counts as failing. Refused with `not_reached` where nothing waits for it, with `case_over`
  /// where the case isn't open any more.
  Step answer(CaseId id, std::string_view activity, const ServiceReply& reply, const Command& command = {});

  /// Does what is due: timers whose moment has come, then calls of services that have a handler here, until nothing more is due.
  /// Gives the number of things done. Safe to run in several processes: each thing is done by one. `now`: none, the clock's.
  std::size_t due(std::optional<Timestamp> now = std::nullopt);
  /// When due() will have something to do; none: nothing is known that waits for time or a handler. May be past.
  std::optional<Timestamp> next_due() const;

  /// Hands waiting notifications to `deliver`, oldest first, each at least once: what `deliver` throws passes through and leaves
  /// that one and the later ones waiting. Gives the number delivered. `deliver` may call the engine.
  std::size_t deliver(const std::function<void(const Notification&)>& deliver, std::size_t limit = 1000);

  /// Takes a person's name out of the store: where it stood, there is a stand-in, "erased-7", from then on, and what he had in hand goes
  /// back. Digests and heads stay as they are, so that verify_log() with an earlier head shows that nothing else was changed. What people
  /// wrote (notes, reasons, texts in fields, idempotency keys) is left as it is. docs/store.md. Cases first, each in a step of its own, then
  /// the name in one transaction: what was interrupted is finished by calling it again; erasing an unknown person changes nothing.
  /// UsageError for the name of a stand-in. Reads every event.
  Erasure erase_person(std::string_view person);

  /// Reads all events and checks the chain of digests, the numbers, that each case's row, its offers and its timers are what its events
  /// come to, and, if given, that `expected_head` (kept elsewhere earlier) is the head after some event. What the store has elsewhere is
  /// looked for in `archives`, which are read and checked in the same way; what isn't there either is taken to come to the head that the
  /// store names.
  LogReport verify_log(std::string_view expected_head = {}, const std::vector<Store*>& archives = {}) const;

  /// Writes anew what verify_log() finds to be otherwise than the events come to: rows of cases, offers, timers, heads. Only of cases whose
  /// own events fit together; the others are left as they are, and named. Events, texts, models, people and the outbox are never
  /// touched. Many cases at once in a transaction each: what was interrupted is finished by calling it again. UsageError where the store
  /// can't. Reads every event.
  RebuildReport rebuild();

 private:
  friend class Agenda;
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace itsmflow
