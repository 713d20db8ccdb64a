#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <set>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/text.hpp"
#include "cli/values.hpp"
#include "cli/words.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  std::string process;
  std::string status;
  std::vector<std::string> where;
  std::string outcome;
  std::string complies;
  std::string confirmation;
  std::string limit = "1000";
  std::string after = "0";
  Sources sources;
};

/// `rfc.state=drafted`: what a case must hold. What the text means depends on the model, so it is looked at for each version.
struct Condition {
  std::string path;
  std::string text;
};

Condition parse_condition(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos || word.find('.') > equals) {
    throw usage(fmt::format("'{}' is not a condition; write FIELD=VALUE or OBJECT.state=STATE", word));
  }
  return {word.substr(0, equals), word.substr(equals + 1)};
}

const ObjectType* object_of_state(const Model& model, const Condition& condition) {
  const std::size_t dot = condition.path.find('.');
  if (condition.path.substr(dot + 1) != "state") return nullptr;
  const auto object = model.find_object(condition.path.substr(0, dot));
  return object ? &model.objects[*object] : nullptr;
}

class Conditions {
 public:
  explicit Conditions(const std::vector<std::string>& words) {
    for (const std::string& word : words) conditions_.push_back(parse_condition(word));
  }

  bool hold(const CaseView& view, const Model& model) {
    return std::all_of(conditions_.begin(), conditions_.end(), [&](const Condition& c) { return holds(c, view, model); });
  }

  /// A condition that no model of any case knows is a slip of the pen.
  void complain_of_unknown() const {
    if (!seen_any_) return;
    for (const Condition& condition : conditions_) {
      if (known_.contains(condition.path)) continue;
      throw Failure(Exit::usage, "not_found",
                    fmt::format("no case has a field or state '{}'{}", condition.path,
                                instead(condition.path, std::vector<std::string>(paths_.begin(), paths_.end()))));
    }
  }

 private:
  bool holds(const Condition& condition, const CaseView& view, const Model& model) {
    note_paths(model);
    if (const ObjectType* object = object_of_state(model, condition)) return is_in_state(condition, *object, view);
    const auto field = model.find_field(condition.path);
    if (!field) return false;
    known_.insert(condition.path);
    if (model.field(*field).sensitive)
      throw usage(fmt::format("'{}' is sensitive: cases can't be found by what it holds", condition.path));
    const Value wanted = typed(condition.path, model.field(*field), condition.text);
    const auto is_wanted = [&](const Data& data) {
      const auto value = data.find(condition.path);
      return value != data.end() && value->second == wanted;
    };
    return is_wanted(view.data) || std::any_of(view.elements.begin(), view.elements.end(),
                                               [&](const ElementView& element) { return is_wanted(element.data); });
  }

  bool is_in_state(const Condition& condition, const ObjectType& object, const CaseView& view) {
    known_.insert(condition.path);
    if (std::find(object.states.begin(), object.states.end(), condition.text) == object.states.end()) {
      throw usage(fmt::format("'{}' has no state '{}'{}", object.id, condition.text, instead(condition.text, object.states)));
    }
    return std::any_of(view.objects.begin(), view.objects.end(),
                       [&](const ObjectView& o) { return o.id == object.id && o.state == condition.text; }) ||
           std::any_of(view.elements.begin(), view.elements.end(),
                       [&](const ElementView& e) { return e.object == object.id && e.state == condition.text; });
  }

  void note_paths(const Model& model) {
    seen_any_ = true;
    for (const ObjectType& object : model.objects) {
      if (!object.states.empty()) paths_.insert(object.id + ".state");
      for (const Field& field : object.fields) paths_.insert(object.id + "." + field.id);
    }
  }

  std::vector<Condition> conditions_;
  std::set<std::string> known_;
  std::set<std::string> paths_;
  bool seen_any_ = false;
};

std::int64_t number_of(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);  // whole_number() has looked at it
  return number;
}

/// A name that no model has, of the library or of the cases there are, is a mistake rather than the name of no case.
void complain_of_unknown_outcome(const Engine& engine, const std::string& name) {
  std::set<std::string> known{"undecided"};
  const auto note = [&](const Model& model) {
    for (const Outcome& outcome : model.outcomes.outcomes) known.insert(outcome.id);
  };
  for (const auto& model : engine.library().models()) note(*model);
  std::set<std::pair<std::string, std::string>> seen;  // processes and versions
  CaseFilter filter;
  for (std::vector<CaseView> page; known.count(name) == 0;) {
    page = engine.cases(filter);
    if (page.empty()) break;
    filter.after = page.back().id;
    for (const CaseView& view : page)
      if (seen.emplace(view.process, view.version).second) note(*engine.model_of(view.id));
  }
  if (known.count(name) > 0) return;
  const std::vector<std::string> names(known.begin(), known.end());
  throw usage(fmt::format("no model has the outcome '{}'{}", name, instead(name, names)));
}

struct Page {
  std::vector<CaseView> cases;
  bool more = false;
};

Page find_cases(const Engine& engine, const Options& options) {
  Conditions conditions(options.where);
  const auto limit = static_cast<std::size_t>(number_of(options.limit));
  CaseFilter filter;
  filter.process = options.process;
  filter.status = parse_case_status(options.status);
  filter.after = CaseId{number_of(options.after)};
  filter.outcome = options.outcome;
  if (!options.complies.empty()) filter.complies = options.complies == "yes";
  filter.confirmation = parse_confirmation_status(options.confirmation);
  Page found;
  for (;;) {
    const std::vector<CaseView> page = engine.cases(filter);
    if (page.empty()) break;
    filter.after = page.back().id;
    for (const CaseView& view : page) {
      if (!options.where.empty() && !conditions.hold(view, *engine.model_of(view.id))) continue;
      if (found.cases.size() == limit) {
        found.more = true;
        return found;
      }
      found.cases.push_back(view);
    }
  }
  conditions.complain_of_unknown();
  if (found.cases.empty() && !options.outcome.empty()) complain_of_unknown_outcome(engine, options.outcome);
  return found;
}

Exit cases(Context& context, const Options& options) {
  Session session(options.database, SqliteStore::Open::read_only, options.sources, People::optional);
  const Page page = find_cases(session.engine(), options);
  const bool more = page.more && !page.cases.empty();
  if (context.json) {
    context.terminal.json(
        {{"cases", to_json_list(page.cases)}, {"next_after", more ? Json(page.cases.back().id.value) : Json(nullptr)}});
    return Exit::ok;
  }
  Table table;
  for (const CaseView& view : page.cases) {
    table.row({fmt::format("case {}", view.id.value), visible(view.process), std::string(to_string(view.status)),
               moment(view.changed), states_line(view)});
  }
  context.terminal.print(table.empty() ? "no case\n" : table.text());
  if (more) context.terminal.line(fmt::format("there are more; go on with --after {}", page.cases.back().id.value));
  return Exit::ok;
}

}  // namespace

void add_cases(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(root,
                  {"cases",
                   "Cases",
                   "Lists cases, by process, status, state, field, outcome or deviations.",
                   "",
                   {"itsmflow cases service.db --status open", "itsmflow cases service.db --where rfc.state=drafted",
                    "itsmflow cases service.db --complies no --outcome failure", "itsmflow cases service.db --deviations awaited"}},
                  context, [options, &context] { return cases(context, *options); });
  add_database(*command, options->database);
  command->add_option("--process", options->process, "only cases of this process")->type_name("NAME");
  command->add_option("--status", options->status, "only cases that are")
      ->type_name("STATUS")
      ->check(one_of({"open", "over", "cancelled"}));
  command->add_option("--where", options->where, "only cases whose field or state holds this; may be given again")
      ->type_name("FIELD=VALUE")
      ->expected(1)
      ->take_all();
  command->add_option("--outcome", options->outcome, "only cases that turned out so; or undecided")->type_name("NAME");
  command->add_option("--complies", options->complies, "only cases without a deviation, or with one")
      ->type_name("YES/NO")
      ->check(one_of({"yes", "no"}));
  command->add_option("--deviations", options->confirmation, "only cases with a deviation whose confirmation is")
      ->type_name("STATUS")
      ->check(one_of({"awaited", "late", "confirmed", "disapproved"}));
  command->add_option("--limit", options->limit, "at most so many (1000)")->type_name("N")->check(whole_number());
  command->add_option("--after", options->after, "only cases with a higher number")->type_name("CASE")->check(whole_number());
  add_json(*command, context);
}

}  // namespace itsmflow::cli
