// `deviations`: the reasons that people may give, what is permitted to whom, and what never is.

#include "lang/choices.hpp"
#include "lang/permissions.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

constexpr std::array kKinds{
    DeviationKind::skip,         DeviationKind::extra,       DeviationKind::again,           DeviationKind::override_guard,
    DeviationKind::missing_data, DeviationKind::out_of_role, DeviationKind::override_people, DeviationKind::override_rule,
};

constexpr std::array kClasses{MotiveClass::cannot, MotiveClass::will_not, MotiveClass::better_way};

const std::string kLine = "a line of 'allow'";

/// Nobody has a role of it, so nobody can be permitted anything as one who has.
bool is_done_outside(const Activity& activity) {
  return activity.performer == Performer::service || activity.performer == Performer::message;
}

/// What a deviation is needed for may stand in what could not be read. Faults of the deviations themselves hide nothing.
enum class Rest { known, unknown };

class Reader {
 public:
  Reader(Context& context, const Mapping& keys, Rest rest)
      : context_(context), keys_(keys), rest_(rest), deviations_(context.model.deviations) {}

  void read() {
    deviations_.wording = read_wording(context_, keys_);
    if (const Node* never = keys_.get("never")) read_never(*never);
    if (const Node* most = keys_.get("at_most")) deviations_.at_most = read_count(context_, *most, "'at_most' of 'deviations'");
    read_motives();
    const Node* lines = keys_.get("allow");
    if (lines == nullptr) return;
    if (!lines->items.empty() && !keys_.mentions("motives"))
      context_.findings.error("missing-key", keys_.owner().span, "'deviations' has no 'motives'")
          .help("add `motives: {MOTIVE: {class: cannot}}`: whoever deviates gives one of them");
    for (const Node* line : lines->items) read_line(origin(*line));
  }

 private:
  /// An activity, not a result of it.
  std::optional<Subject> read_activity(const Node& alias, std::string_view phrase) {
    const Node& node = origin(alias);
    const std::string word = read_words(context_, node);
    auto subject = read_subject(context_, node, 0, word, phrase);
    if (!subject || !subject->result) return subject;
    error(subject->span, "deviations are permitted on an activity, not on a result of it")
        .help("write " + quoted(word.substr(0, word.find('.'))));
    return std::nullopt;
  }

  /// Keeps it if it is the first of its name.
  bool keep(std::vector<Subject>& all, const Subject& subject, const std::string& where) {
    const auto first = std::ranges::find(all, subject.activity, &Subject::activity);
    if (first != all.end()) {
      context_.findings
          .error("duplicate-name", subject.span, "activity " + quoted(id_of(subject.activity)) + " is listed twice in " + where)
          .related(first->span, "first listed here")
          .help("keep one of the two");
      return false;
    }
    all.push_back(subject);
    return true;
  }

  void read_never(const Node& node) {
    for (const Node* item : one_or_list(context_, node, "'never' of 'deviations'")) {
      const auto subject = read_activity(*item, "'never' names");
      if (!subject || !keep(never_, *subject, "'never'")) continue;
      deviations_.never.push_back(subject->activity);
      check_protected(*subject);
    }
    std::ranges::sort(deviations_.never);
  }

  void check_protected(const Subject& subject) {
    if (rest_ == Rest::unknown) return;
    const std::string why = why_never_deviated(context_.model, subject.activity);
    if (why.empty()) return;
    const Activity& activity = context_.model.activities[subject.activity];
    context_.findings
        .warning("never-covers-nothing", subject.span,
                 "'never' names activity " + quoted(activity.id) + ", on which no deviation can be permitted anyway")
        .label(why)
        .related(activity.span, "declared here")
        .help("take it out");
  }

  void read_motives() {
    motives_.complete = !keys_.mentions("motives");
    const Node* section = keys_.get("motives");
    if (section == nullptr) return;
    motives_.complete = true;
    motives_.key = origin(*keys_.key("motives")).span;
    for (const Node::Entry& entry : section->entries) {
      DeclaredMotive motive;
      motive.id = read_id(context_, *entry.key, kMotiveId);
      motive.span = origin(*entry.key).span;
      const Owner owner{"motive " + quoted(motive.id), motive.span};
      if (is_construct(context_, *entry.value, owner, motive.id, kMotive)) read_motive(*entry.value, owner, motive);
      if (motives_.add(motive.id, motive.span)) deviations_.motives.push_back(std::move(motive));
    }
    context_.motive_used.assign(deviations_.motives.size(), false);
  }

  void read_motive(const Node& node, const Owner& owner, DeclaredMotive& motive) {
    const Mapping keys(context_, node, kMotive, owner);
    motive.wording = read_wording(context_, keys);
    const Node* word = keys.get("class");
    if (word == nullptr) return;
    const auto found =
        read_choice(context_, *word, kClasses, "bad-deviation", owner.name + " has unknown class", "the classes are ");
    if (found) motive.motive_class = *found;
  }

  void read_line(const Node& node) {
    if (node.kind != Node::Kind::mapping)
      return report_shape(context_, node, kLine, "a mapping", "write `{what: skip, activities: [ACTIVITY]}`");
    const Mapping keys(context_, node, kAllowance, {kLine, node.span});
    Allowance line;
    line.wording = read_wording(context_, keys);
    std::optional<DeviationKind> what;
    if (const Node* word = keys.get("what")) {
      line.span = span_of(keys, "what");
      what = read_choice(context_, *word, kKinds, "bad-deviation", kLine + " permits unknown kind", "the kinds are ");
    }
    roles_are_known_ = true;
    if (const Node* by = keys.get("by")) {
      line.roles = read_role_refs(context_, *by, keys.owner(), "by");
      roles_are_known_ = line.roles.size() == (by->kind == Node::Kind::sequence ? by->items.size() : 1);
    }
    read_motives_of(keys, line);
    if (const Node* most = keys.get("at_most")) line.at_most = read_count(context_, *most, "'at_most' of " + kLine);
    if (const Node* confirm = keys.get("confirm")) line.confirm = read_confirm(keys, *confirm);
    if (what) line.what = *what;
    read_activities_of(keys, what, line);
    if (what) check_line(keys, line);
    deviations_.lines.push_back(std::move(line));
  }

  void read_motives_of(const Mapping& keys, Allowance& line) {
    const Node* node = keys.get("motives");
    if (node == nullptr) {
      if (keys.mentions("motives")) return;
      for (std::uint32_t i = 0; i < deviations_.motives.size(); ++i) line.motives.push_back(i);
    } else {
      check_names_one(*node, "motives", "MOTIVE");
      for (const Node* item : one_or_list(context_, *node, "'motives' of " + kLine)) read_motive_of(origin(*item), line);
    }
    std::ranges::sort(line.motives);
    for (const std::uint32_t motive : line.motives) context_.motive_used[motive] = true;
  }

  void read_motive_of(const Node& node, Allowance& line) {
    const std::string name = read_words(context_, node);
    const auto motive = motives_.find(name);
    if (!motive) {
      if (!motives_.complete) return;
      Finding finding = context_.findings.error("unknown-motive", node.span, kLine + " names unknown motive " + quoted(name));
      finding.label(motives_.empty() ? "the model has no motives" : "the motives are " + listed(motives_.words()));
      finding.suggest(name, motives_.words());
    } else if (std::ranges::find(line.motives, *motive) != line.motives.end()) {
      context_.findings.error("duplicate-name", node.span, "motive " + quoted(name) + " is listed twice in " + kLine)
          .help("keep one of the two");
    } else {
      line.motives.push_back(*motive);
    }
  }

  Confirmation read_confirm(const Mapping& line, const Node& node) {
    Confirmation confirm;
    const std::string whose = "'confirm' of " + kLine;
    const Mapping keys(context_, node, kConfirmation, {whose, origin(*line.key("confirm")).span});
    if (const Node* by = keys.get("by")) confirm.roles = read_role_refs(context_, *by, keys.owner(), "by");
    if (const Node* within = keys.get("within")) confirm.within = read_length(context_, *within, "'within' of " + whose);
    confirm.stops_when_late = read_stop(keys, "late");
    confirm.stops_when_disapproved = read_stop(keys, "disapproved");
    if (const Node* late = keys.key("late"); late != nullptr && !keys.mentions("within"))
      error(origin(*late).span, "'late' of " + whose + " stands without 'within'").help("add `within: 1 day`, or take it out");
    return confirm;
  }

  bool read_stop(const Mapping& keys, const std::string& name) {
    const Node* node = keys.get(name);
    if (node == nullptr) return false;
    const std::string word = read_words(context_, *node);
    if (word == "stop" || word == "note") return word == "stop";
    Finding finding = error(origin(*node).span, quoted(name) + " of " + keys.owner().name + " is " + quoted(word));
    if (!finding.suggest(word, {"note", "stop"}))
      finding.help("write `" + name + ": stop`, or `note`, which it is without the key");
    return false;
  }

  void read_activities_of(const Mapping& keys, std::optional<DeviationKind> what, Allowance& line) {
    const Node* node = keys.get("activities");
    if (node == nullptr) {
      if (what && !keys.mentions("activities")) take_all(*what, line);
      return;
    }
    check_names_one(*node, "activities", "ACTIVITY");
    std::vector<Subject> named;
    for (const Node* item : one_or_list(context_, *node, "'activities' of " + kLine)) {
      const auto subject = read_activity(*item, kLine + " names");
      if (!subject || !keep(named, *subject, kLine) || !what || !can_be(*subject, *what, keys)) continue;
      line.activities.push_back(subject->activity);
      check_needed(*subject, *what, line);
    }
    std::ranges::sort(line.activities);
  }

  /// Every activity on which it can be permitted.
  void take_all(DeviationKind what, Allowance& line) {
    for (std::uint32_t i = 0; i < context_.model.activities.size(); ++i) {
      const bool never = std::ranges::binary_search(deviations_.never, i);
      if (!never && why_never(context_.model, i, what).empty()) line.activities.push_back(i);
    }
    if (!line.activities.empty()) return check_needed_somewhere(what, line);
    if (!context_.activities.complete || context_.activities.empty()) return;
    error(line.span, kLine + " permits " + quoted(to_string(what)) + " on no activity: there is none on which it can be")
        .help("take it out");
  }

  bool can_be(const Subject& subject, DeviationKind what, const Mapping& line) {
    const Activity& activity = context_.model.activities[subject.activity];
    const std::string kind = quoted(to_string(what));
    if (const std::string why = why_never(context_.model, subject.activity, what); !why.empty()) {
      error(subject.span, kind + " can't be permitted on activity " + quoted(activity.id) + ": " + why)
          .related(activity.span, "declared here")
          .help("take it out");
      return false;
    }
    const auto never = std::ranges::find(never_, subject.activity, &Subject::activity);
    if (never != never_.end()) {
      error(subject.span, kLine + " permits " + kind + " on activity " + quoted(activity.id) + ", which is under 'never'")
          .related(never->span, "never here")
          .help("take it out of one of the two");
      return false;
    }
    if (is_done_outside(activity) && !line.mentions("by")) {
      error(subject.span,
            kLine + " without 'by' permits " + kind + " on activity " + quoted(activity.id) + ", which no person does")
          .help("add `by: ROLE`: who may");
      return false;
    }
    return true;
  }

  bool can_judge(DeviationKind what) const {
    return rest_ == Rest::known && (what != DeviationKind::out_of_role || roles_are_known_);
  }

  void check_needed(const Subject& subject, DeviationKind what, const Allowance& line) {
    if (!can_judge(what)) return;
    const Activity& activity = context_.model.activities[subject.activity];
    const std::string why = why_never_needed(context_.model, subject.activity, what, line.roles);
    if (why.empty()) return;
    context_.findings
        .warning(
            "permits-nothing", subject.span,
            kLine + " permits " + quoted(to_string(what)) + " on activity " + quoted(activity.id) + ", where it is never needed")
        .label(why)
        .related(activity.span, "declared here")
        .help("take it out");
  }

  /// A line for all activities is for those that need it.
  void check_needed_somewhere(DeviationKind what, const Allowance& line) {
    const auto is_needed = [&](std::uint32_t activity) {
      return why_never_needed(context_.model, activity, what, line.roles).empty();
    };
    if (!can_judge(what) || std::ranges::any_of(line.activities, is_needed)) return;
    context_.findings
        .warning("permits-nothing", line.span, kLine + " permits " + quoted(to_string(what)) + ", which is needed on no activity")
        .label("of " + quoted(id_of(line.activities.front())) + ": " +
               why_never_needed(context_.model, line.activities.front(), what, line.roles))
        .help("take the line out");
  }

  void check_line(const Mapping& keys, const Allowance& line) {
    if (line.what != DeviationKind::out_of_role || keys.mentions("by")) return;
    context_.findings.error("missing-key", line.span, kLine + " that permits 'out_of_role' has no 'by'")
        .help("add `by: ROLE`: who may do it without a role of the activity");
  }

  void check_names_one(const Node& node, const std::string& key, const std::string& example) {
    if (node.kind != Node::Kind::sequence || !node.items.empty()) return;
    report_empty(context_, node, quoted(key) + " of " + kLine,
                 "write `" + key + ": [" + example + "]`; without the key it is all of them");
  }

  Finding error(const Span& span, std::string message) {
    return context_.findings.error("bad-deviation", span, std::move(message));
  }
  const std::string& id_of(std::uint32_t activity) const { return context_.model.activities[activity].id; }

  Context& context_;
  const Mapping& keys_;
  Rest rest_;
  Deviations& deviations_;
  bool roles_are_known_ = true;  ///< of the line that is read: every role under `by`
  Names motives_;
  std::vector<Subject> never_;
};

}  // namespace

void read_deviations(Context& context, const Mapping& model) {
  const Node* section = model.get("deviations");
  if (section == nullptr) return;
  const Rest rest = context.findings.has_errors() ? Rest::unknown : Rest::known;
  const Mapping keys(context, *section, kDeviations, {"'deviations'", origin(*model.key("deviations")).span});
  Reader(context, keys, rest).read();
}

}  // namespace itsmflow::lang
