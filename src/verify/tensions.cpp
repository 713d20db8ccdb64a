#include <itsmflow/verify.hpp>

#include "base/text_distance.hpp"
#include "semantics/items.hpp"
#include "verify/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace itsmflow {
namespace {

constexpr std::size_t kMostPersons = 10;  ///< who are each named for two practices; in a large directory the others are counted

/// Two practices that want different things of whoever does both.
struct Pair {
  Practice one;
  Practice other;
  std::string_view by_role;
  std::string_view by_person;
  std::string_view why;
};
constexpr std::array kPairs{
    Pair{Practice::incident, Practice::problem, "incident-and-problem-by-one-role", "incident-and-problem-by-one-person",
         "an incident is to be over soon, and its cause takes time to find: whoever does both lets one of them wait"},
    Pair{Practice::problem, Practice::change, "problem-and-change-by-one-role", "problem-and-change-by-one-person",
         "whoever has found a cause wants it changed, and would judge his own wish"},
};

/// That a role does something for a practice in one of the models.
struct Work {
  const Model* model = nullptr;
  std::uint32_t role = 0;
  std::uint32_t activity = 0;  ///< the first of them
};
/// Of one role.
using Works = std::map<Practice, std::vector<Work>>;

/// To start a case is to ask for work, not to do it: everybody may do that.
std::map<std::string, Works> works_of(const std::vector<std::shared_ptr<const Model>>& models) {
  std::map<std::string, Works> found;
  for (const auto& model : models) {
    std::vector<bool> known(model->roles.size());
    for (std::uint32_t a = 0; a < model->activities.size(); ++a) {
      for (const std::uint32_t role : roles_of_all(model->activities[a])) {
        if (known[role] || !model->roles[role].practice) continue;
        known[role] = true;
        found[model->roles[role].id][*model->roles[role].practice].push_back({model.get(), role, a});
      }
    }
  }
  return found;
}

class TensionFinder {
 public:
  TensionFinder(const std::vector<std::shared_ptr<const Model>>& models, const Directory& people)
      : roles_(works_of(models)), people_(people) {}

  Tensions run() {
    for (const Pair& pair : kPairs) {
      if (!is_there(pair.one) || !is_there(pair.other)) {
        found_.undecided.emplace_back(pair.by_role);
        found_.undecided.emplace_back(pair.by_person);
        continue;
      }
      look_at_roles(pair);
      look_at_people(pair);
    }
    sort(found_.findings);
    return std::move(found_);
  }

 private:
  bool is_there(Practice practice) const {
    return std::any_of(roles_.begin(), roles_.end(), [&](const auto& role) { return role.second.count(practice) > 0; });
  }

  static bool has_both(const Works& works, const Pair& pair) { return works.count(pair.one) > 0 && works.count(pair.other) > 0; }

  Diagnostic& say(std::string_view rule, const Span& span, std::string message) {
    Diagnostic& added = found_.findings.emplace_back();
    added.rule = rule;
    added.severity = Severity::note;
    added.span = span;
    added.message = std::move(message);
    return added;
  }

  static std::string of_both(const Pair& pair) {
    return fmt::format("work of {} and of {}", to_string(pair.one), to_string(pair.other));
  }

  static std::string way_out(std::string_view what, std::string_view rule) {
    return fmt::format("{}; where that can't be, write `# itsmflow: allow {}, because REASON` above it", what, rule);
  }

  void look_at_roles(const Pair& pair) {
    for (const auto& [id, works] : roles_) {
      if (!has_both(works, pair)) continue;
      const Work& problem = works.at(Practice::problem).front();
      Diagnostic& added =
          say(pair.by_role, problem.model->roles[problem.role].span, fmt::format("role '{}' does {}", id, of_both(pair)));
      added.label = pair.why;
      for (const Practice practice : {pair.one, pair.other}) {
        const Work& work = works.at(practice).front();
        added.related.push_back({work.model->activities[work.activity].span,
                                 fmt::format("work of {}, in '{}'", to_string(practice), work.model->process)});
      }
      added.help = way_out("make two roles of it, or give one of the two to another role", pair.by_role);
    }
  }

  /// The roles of somebody who does both, in those of them that do one.
  struct Hands {
    const Directory::Person* person = nullptr;
    std::vector<std::string> one;
    std::vector<std::string> other;
  };

  void look_at_people(const Pair& pair) {
    std::vector<Hands> all;
    for (const auto& [id, person] : people_.people()) {
      Hands hands{&person, {}, {}};
      for (const std::string& role : person.roles) {
        const auto works = roles_.find(role);
        if (works == roles_.end() || has_both(works->second, pair)) continue;  // that is said of the role
        if (works->second.count(pair.one) > 0) hands.one.push_back(words_of(*works, pair.one));
        if (works->second.count(pair.other) > 0) hands.other.push_back(words_of(*works, pair.other));
      }
      if (!hands.one.empty() && !hands.other.empty()) all.push_back(std::move(hands));
    }
    const std::size_t named = all.size() > kMostPersons + 1 ? kMostPersons : all.size();
    for (std::size_t i = 0; i < named; ++i) say_of(pair, all[i], 0);
    if (named < all.size()) say_of(pair, all[named], all.size() - named - 1);
  }

  /// "'analyst' in 'problem'".
  static std::string words_of(const std::pair<const std::string, Works>& role, Practice practice) {
    std::vector<std::string> processes;
    for (const Work& work : role.second.at(practice)) processes.push_back(fmt::format("'{}'", work.model->process));
    return fmt::format("'{}' in {}", role.first, enumerate(processes, "and", 3));
  }

  void say_of(const Pair& pair, const Hands& hands, std::size_t others) {
    const std::string& id = hands.person->id;
    Diagnostic& added = say(pair.by_person, hands.person->span ? hands.person->span : head_of_problem(),
                            others == 0 ? fmt::format("'{}' does {}", id, of_both(pair))
                                        : fmt::format("'{}' and {} more do {}", id, others, of_both(pair)));
    added.label = fmt::format("as {}, and as {}", enumerate(hands.one), enumerate(hands.other));
    added.help = fmt::format("{}; {}", pair.why, way_out("give one of the roles to somebody else", pair.by_person));
  }

  /// For people of whom no file knows.
  Span head_of_problem() const {
    for (const auto& [id, works] : roles_)
      if (const auto problem = works.find(Practice::problem); problem != works.end())
        return head_of(*problem->second.front().model);
    return {};
  }

  std::map<std::string, Works> roles_;
  const Directory& people_;
  Tensions found_;
};

}  // namespace

Tensions find_tensions(const std::vector<std::shared_ptr<const Model>>& models, const Directory& people) {
  return TensionFinder(models, people).run();
}

}  // namespace itsmflow
