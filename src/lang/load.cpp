#include "lang/load.hpp"

#include "base/digest.hpp"
#include "lang/declarations.hpp"
#include "lang/merge_sources.hpp"
#include "lang/merge_text.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"
#include "model/rows.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace itsmflow {
namespace lang {
namespace {

using source::Node;

/// The key that a finding about the whole file is shown at.
Span first_key(const Node& root) {
  return root.entries.empty() ? root.span : origin(*root.entries.front().key).span;
}

void read_sections(Context& context, const Node& root) {
  const Mapping model(context, root, kModel, {"the model", first_key(root)});
  read_header(context, model);
  read_vocabulary(context, model);
  read_roles(context, model);
  read_objects(context, model);
  read_case(context, model);
  build_scope(context);
  read_derived(context, model);
  read_activities(context, model);
  read_start(context, model);
  read_rows(context, model);
  read_rules(context, model);
  read_deviations(context, model);
  read_outcomes(context, model);
  find_unused(context);
  find_hopeless(context);
  find_loose_ends(context);
  find_traps(context);
  find_contradictions(context);
}

/// The file is not what it seems (a picture, another encoding): what else could be said of it would be noise.
bool is_no_text(const Diagnostics& found) {
  return std::ranges::any_of(found,
                             [](const Diagnostic& one) { return one.rule == "not-utf8" || one.rule == "control-character"; });
}

/// A tree with a context to read it in; none where there is nothing to read.
struct Reading {
  explicit Reading(const Tree& tree) {
    document.source = tree.document.source;
    document.root = tree.document.root;
    document.diagnostics = tree.document.diagnostics;
    Diagnostics all = document.diagnostics;
    all.insert(all.end(), tree.found.begin(), tree.found.end());
    readable = tree.readable && document.root != nullptr && !is_no_text(all);
    context.emplace(document);
    context->findings = Findings(std::move(all));
  }

  source::Document document;
  std::optional<Context> context;
  bool readable = false;
};

/// An activity that nothing waits for and that can be done again at once.
bool goes_on_for_ever(const Model& model, std::uint32_t index) {
  const Activity& activity = model.activities[index];
  if (std::ranges::any_of(model.rows, [&](const Row& row) { return leads_to(row, index); })) return false;
  const auto changes = [](const Move& move) { return std::ranges::find(move.from, move.to) == move.from.end(); };
  const auto ends = [&](const Effects& effects) { return std::ranges::any_of(effects.moves, changes); };
  return !ends(activity.effects) &&
         std::ranges::any_of(activity.results, [&](const Result& result) { return !ends(result.effects); });
}

void check_omitted(Context& context, const Tree& tree) {
  if (context.findings.has_errors()) return;
  for (const auto& [name, span] : tree.omitted) {
    const auto activity = context.model.find_activity(name);
    if (!activity || span.source != tree.document.source || !goes_on_for_ever(context.model, *activity)) continue;
    context.findings
        .error("endless-engine", span, "the engine would pass activity " + quoted(name) + " for ever: nothing waits for it")
        .help("take it out instead: `activities: {remove: [" + name + "]}`");
  }
}

/// A permission, or a protection, that has nothing to be about.
bool is_for_nothing(std::string_view rule) {
  return rule == "permits-nothing" || rule == "never-covers-nothing";
}

/// What is said about text of another file is also said of the file that made it wrong. Names that another file declares for others
/// too may stay unused here, and so may what it permits.
void speak_of_other_files(Diagnostics& found, const Tree& tree) {
  const auto is_own = [&](const Span& span) { return span.source == tree.document.source; };
  std::erase_if(found, [&](const Diagnostic& one) {
    return (one.rule.starts_with("unused-") || is_for_nothing(one.rule)) && !is_own(one.span);
  });
  for (Diagnostic& one : found) {
    const bool said = is_own(one.span) || std::ranges::any_of(one.related, [&](const auto& other) { return is_own(other.span); });
    if (said || !tree.adapts) continue;
    const auto touched = tree.differences.touched.find({one.span.source.get(), one.span.begin});
    if (touched != tree.differences.touched.end()) {
      one.related.push_back({touched->second, "changed here"});
    } else {
      one.related.push_back({tree.adapts, "taken over here"});
    }
  }
}

/// Other files of this program that stand beside models: nothing is said of what is in them.
bool is_another_file(Context& context, const Node& root) {
  const Node::Entry* first = root.entries.empty() ? nullptr : &root.entries.front();
  if (first == nullptr || root.find("itsmflow") != nullptr) return false;
  const std::string& key = first->key->text;
  if (key == "people") {
    context.findings.error("not-a-model", origin(*first->key).span, "this is a file of people, not a model")
        .help("give it as the people (`--people FILE`, ITSMFLOW_PEOPLE, `load_directory()`); a model begins with `itsmflow: 1`");
  } else if (key == "scenario") {
    context.findings.error("not-a-model", origin(*first->key).span, "this is a scenario, not a model")
        .help("play it with `itsmflow test FILE`; a model begins with `itsmflow: 1`");
  } else {
    return false;
  }
  return true;
}

}  // namespace

Loaded<std::shared_ptr<const Model>> read_tree(const Tree& tree) {
  Reading reading(tree);
  Context& context = *reading.context;
  if (reading.readable) {
    const Node& root = *reading.document.root;
    if (root.kind == Node::Kind::mapping && is_another_file(context, root)) return {std::nullopt, context.findings.take()};
    if (root.kind == Node::Kind::mapping) {
      read_sections(context, root);
      check_omitted(context, tree);
    } else {
      report_shape(context, root, "the model", "a mapping", "a model begins with `itsmflow: 1`");
    }
  }
  if (tree.merged && reading.readable) {
    std::string text = canonical_text(tree);
    if (text.size() > source::kMaxBytes) {
      context.findings.error("too-large", tree.adapts, "with all that it takes over this model is too large")
          .help("divide it into several processes");
    }
    context.model.source = std::make_shared<const SourceText>(SourceText{tree.document.source->name, std::move(text)});
  } else {
    context.model.source = tree.document.source;
  }
  context.model.digest = blake2b_hex(context.model.source->text);
  Diagnostics found = context.findings.take();
  if (tree.merged) {
    speak_of_other_files(found, tree);
  } else {
    doubt_declarations(found);
  }
  const bool good = reading.readable && !has_errors(found);
  if (!good) return {std::nullopt, std::move(found)};
  return {std::make_shared<const Model>(std::move(context.model)), std::move(found)};
}

Loaded<std::shared_ptr<const Model>> read_model(const std::shared_ptr<const SourceText>& source) {
  Sources sources(Sources::Lookup::given_only);
  return read_tree(*sources.tree(sources.add(source)));
}

namespace {

/// The tables of a shared file that can be read without a model: a table may speak of objects that only models have.
Node tables_to_check(const Node& root) {
  const Node* tables = root.find("tables");
  if (tables == nullptr) return {};
  const Node* objects = root.find("objects");
  Node known = *tables;
  std::erase_if(known.entries, [&](const Node::Entry& table) {
    const std::vector<std::string> needed = objects_of_table(*table.value);
    return std::ranges::any_of(needed,
                               [&](const std::string& object) { return objects == nullptr || objects->find(object) == nullptr; });
  });
  return known;
}

}  // namespace

Diagnostics check_shared(const Tree& tree) {
  Reading reading(tree);
  Context& context = *reading.context;
  if (reading.readable) {
    Node root = *reading.document.root;
    const Node tables = tables_to_check(root);
    for (Node::Entry& entry : root.entries) {
      if (entry.key->text == "tables" && entry.value->kind == Node::Kind::mapping) entry.value = &tables;
    }
    const Mapping shared(context, root, kShared, {"the shared file", first_key(root)});
    read_shared_header(context, shared);
    read_vocabulary(context, shared);
    read_roles(context, shared);
    read_objects(context, shared);
    build_scope(context);
    read_derived(context, shared);
  }
  return context.findings.take();
}

}  // namespace lang

Loaded<std::shared_ptr<const Model>> load_model(std::string text, std::string name) {
  return lang::read_model(std::make_shared<const SourceText>(SourceText{std::move(name), std::move(text)}));
}

}  // namespace itsmflow
