#include "lang/load.hpp"

#include "base/digest.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow {
namespace lang {
namespace {

using source::Node;

void read_sections(Context& context, const Node& root) {
  const Span place = root.entries.empty() ? root.span : origin(*root.entries.front().key).span;
  const Mapping model(context, root, kModel, {"the model", place});
  read_header(context, model);
  read_vocabulary(context, model);
  read_roles(context, model);
  read_objects(context, model);
  read_case(context, model);
  build_scope(context);
  read_activities(context, model);
  read_start(context, model);
  read_rows(context, model);
  read_rules(context, model);
  find_unused(context);
  find_hopeless(context);
  find_contradictions(context);
}

/// The file is not what it seems (a picture, another encoding): what else could be said of it would be noise.
bool is_no_text(const Diagnostics& found) {
  return std::ranges::any_of(found,
                             [](const Diagnostic& one) { return one.rule == "not-utf8" || one.rule == "control-character"; });
}

}  // namespace

Loaded<std::shared_ptr<const Model>> read_model(const std::shared_ptr<const SourceText>& source) {
  source::Document document = source::parse(source);
  const Node* root = document.root;
  if (root == nullptr || is_no_text(document.diagnostics)) {
    sort(document.diagnostics);
    return {std::nullopt, std::move(document.diagnostics)};
  }
  Context context(document);
  if (root->kind == Node::Kind::mapping) {
    read_sections(context, *root);
  } else {
    report_shape(context, *root, "the model", "a mapping", "a model begins with `itsmflow: 1`");
  }
  context.model.source = source;
  context.model.digest = blake2b_hex(source->text);
  Diagnostics found = context.findings.take();
  if (has_errors(found)) return {std::nullopt, std::move(found)};
  return {std::make_shared<const Model>(std::move(context.model)), std::move(found)};
}

}  // namespace lang

Loaded<std::shared_ptr<const Model>> load_model(std::string text, std::string name) {
  return lang::read_model(std::make_shared<const SourceText>(SourceText{std::move(name), std::move(text)}));
}

}  // namespace itsmflow
