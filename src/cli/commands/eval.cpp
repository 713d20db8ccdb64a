#include <fmt/format.h>
#include <itsmflow/expr.hpp>

#include <algorithm>
#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/values.hpp"
#include "json/read.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string expression;
  std::string data;
};

/// The names that the expression may use, each a value of its own.
class Bindings final : public ExprActivation {
 public:
  void add(const std::string& name, Value value) {
    ExprScope::Variable variable;
    variable.name = name;
    variable.slot = static_cast<std::uint32_t>(values_.size());
    variable.nullable = true;
    scope_.variables.push_back(std::move(variable));
    values_.push_back(std::move(value));
  }

  const ExprScope& scope() const noexcept { return scope_; }
  const Value& slot(std::uint32_t index) const override { return values_[index]; }

 private:
  ExprScope scope_;
  std::vector<Value> values_;
};

Bindings read_bindings(const std::string& file) {
  Bindings bindings;
  if (file.empty()) return bindings;
  const std::string name = file == "-" ? "the standard input" : file;
  const Json json = parse_json(read_file(file));
  if (json.is_discarded()) throw usage(fmt::format("{} is not JSON; write {{\"NAME\": VALUE}}", name));
  if (!json.is_object()) throw usage(fmt::format("{} holds no JSON object; write {{\"NAME\": VALUE}}", name));
  for (const auto& [key, item] : json.items()) bindings.add(key, read_value(item, key));
  return bindings;
}

/// The one type of all values of a list or map: "int"; "dyn" where they differ or there are none.
template <class Range, class TypeOf>
std::string common_type(const Range& range, const TypeOf& type_of) {
  std::string common;
  for (const auto& item : range) {
    std::string type = type_of(item);
    if (common.empty())
      common = std::move(type);
    else if (common != type)
      return "dyn";
  }
  return common.empty() ? "dyn" : common;
}

/// The type of a value, with what its lists and maps hold: "map(string, list(int))".
std::string type_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return "null_type";
    case Value::Kind::boolean:
      return "bool";
    case Value::Kind::int_:
      return "int";
    case Value::Kind::uint:
      return "uint";
    case Value::Kind::double_:
      return "double";
    case Value::Kind::string:
      return "string";
    case Value::Kind::bytes:
      return "bytes";
    case Value::Kind::timestamp:
      return "google.protobuf.Timestamp";
    case Value::Kind::duration:
      return "google.protobuf.Duration";
    case Value::Kind::list:
      return fmt::format("list({})", common_type(*value.if_list(), type_of));
    case Value::Kind::map:
      return fmt::format("map({}, {})", common_type(*value.if_map(), [](const auto& entry) { return type_of(entry.first); }),
                         common_type(*value.if_map(), [](const auto& entry) { return type_of(entry.second); }));
    case Value::Kind::type:
      return "type";
  }
  return "dyn";
}

/// What is wrong between two bytes of the expression, as a finding of a text named "expression".
class Finder {
 public:
  explicit Finder(const std::string& text) : source_(std::make_shared<const SourceText>(SourceText{"expression", text})) {}

  Diagnostic at(std::string rule, std::uint32_t begin, std::uint32_t end, std::string message, std::string help = {}) const {
    Diagnostic finding;
    finding.rule = std::move(rule);
    finding.message = std::move(message);
    finding.help = std::move(help);
    finding.span.source = source_;
    finding.span.begin = begin;
    finding.span.end = end;
    place(begin, finding.span.line, finding.span.column);
    place(end, finding.span.end_line, finding.span.end_column);
    return finding;
  }

 private:
  void place(std::uint32_t offset, std::uint32_t& line, std::uint32_t& column) const {
    line = 1;
    column = 1;
    for (const char c : std::string_view(source_->text).substr(0, offset)) {
      const bool inside = (static_cast<unsigned char>(c) & 0xC0) == 0x80;  // of a character that has been counted
      if (c == '\n') {
        ++line;
        column = 1;
      } else if (!inside) {
        ++column;
      }
    }
  }

  std::shared_ptr<const SourceText> source_;
};

std::string rule_of(ExprIssue::Kind kind) {
  switch (kind) {
    case ExprIssue::Kind::unknown_name:
      return "unknown-field";
    case ExprIssue::Kind::unknown_function:
      return "unknown-function";
    case ExprIssue::Kind::type_mismatch:
      return "type-mismatch";
    case ExprIssue::Kind::not_supported:
      return "not-supported";
    case ExprIssue::Kind::too_large:
    case ExprIssue::Kind::syntax:
      break;
  }
  return "guard-syntax";
}

Expression compile(const std::string& text, const Bindings& bindings) {
  Expression::Compiled compiled = compile_expression(text, bindings.scope(), {}, ExprTyping::dynamic);
  if (compiled.issues.empty()) return compiled.expression;
  const Finder finder(text);
  Diagnostics findings;
  for (const ExprIssue& issue : compiled.issues) {
    findings.push_back(finder.at(rule_of(issue.kind), issue.begin, issue.end, issue.message, issue.help));
  }
  throw FindingsFailure("the expression cannot be read", std::move(findings));
}

Exit eval(Context& context, const Options& options) {
  if (options.expression == "-" && options.data == "-") {
    throw usage("the expression and its variables can't both come from the standard input; name a file with --with");
  }
  const std::string text = options.expression == "-" ? read_file("-") : options.expression;
  const Bindings bindings = read_bindings(options.data);
  const Expression expression = compile(text, bindings);
  const Expression::Outcome outcome = expression.evaluate(bindings);
  if (outcome.kind != Expression::Outcome::Kind::value) {
    Diagnostics findings{Finder(text).at("evaluation", outcome.begin, outcome.end, outcome.text)};
    throw FindingsFailure(Exit::refused, "evaluation", outcome.text, std::move(findings));
  }
  const std::string literal = to_string(outcome.value);
  const std::string type = type_of(outcome.value);
  if (context.json) {
    context.terminal.json({{"value", to_json(outcome.value)}, {"type", type}, {"literal", literal}});
  } else {
    context.terminal.line(visible(literal));
    context.terminal.line("type: " + type);
  }
  return Exit::ok;
}

/// "-x", "-(1 + 2)", "--1"; a word such as "--jsno" is a mistyped option.
bool is_dashed_expression(const std::string& word) {
  const std::size_t begin = word.find_first_not_of('-');
  if (begin == 0 || begin == std::string::npos || word == "-h") return false;
  return begin == 1 || word[begin] < 'a' || word[begin] > 'z';
}

}  // namespace

std::vector<std::string> with_expression_last(std::vector<std::string> words) {
  if (words.empty() || words.front() != "eval" || std::find(words.begin(), words.end(), "--") != words.end()) return words;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool is_value = words[i - 1] == "--with" || words[i - 1] == "--color";
    if (is_value || !is_dashed_expression(words[i])) continue;
    std::string expression = std::move(words[i]);
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
    words.insert(words.end(), {"--", std::move(expression)});
    break;
  }
  return words;
}

void add_eval(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      root,
      {"eval",
       "Models",
       "Evaluates an expression of CEL, the language of guards, and prints its value and type.",
       "Each name in the JSON object of --with is a variable; whole numbers are ints, other numbers doubles. What does not\n"
       "fit is an error when it is evaluated, as in CEL without its type checker; models are checked more strictly.\n"
       "Ends with 1 if the expression cannot be read or comes to an error.",
       {"itsmflow eval '[1, 2, 3].filter(x, x > 1)'", "itsmflow eval 'rfc.risk == \"high\"' --with data.json",
        "echo '{\"x\": 3}' | itsmflow eval 'x * 2' --with - --json"}},
      context, [options, &context] { return eval(context, *options); });
  command->add_option("EXPR", options->expression, "the expression; `-` reads it from the standard input")
      ->type_name("EXPR")
      ->required();
  command->add_option("--with", options->data, "a JSON object with the variables; `-` is the standard input")->type_name("FILE");
  add_json(*command, context);
}

}  // namespace itsmflow::cli
