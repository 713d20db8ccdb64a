// What is found in models, scenarios and directories.

#include "module.hpp"
#include "record.hpp"

#include <itsmflow/report.hpp>

#include <optional>

namespace itsmflow::python {
namespace {

std::optional<Span> place(const Span& span) {
  return span ? std::optional(span) : std::nullopt;
}

}  // namespace

void add_diagnostics(py::module_& module) {
  Record<Span>(module, "Span",
               "A stretch of a text. Lines and columns count from 1, begin and end in bytes from 0; ends are exclusive.")
      .gives(
          "file", [](const Span& span) { return span.source->name; }, "The name of the text: its path, or \"<memory>\".")
      .has("line", &Span::line)
      .has("column", &Span::column, "In code points.")
      .has("end_line", &Span::end_line)
      .has("end_column", &Span::end_column)
      .has("begin", &Span::begin)
      .has("end", &Span::end)
      .done();
  Record<Diagnostic::Related>(module, "Related", "Another place that a finding is about.")
      .gives("span", [](const Diagnostic::Related& related) { return place(related.span); })
      .has("message", &Diagnostic::Related::message)
      .done();
  Record<Diagnostic::Fix>(module, "Fix", "Text to put in place of a span. A safe one may be made without asking.")
      .gives("span", [](const Diagnostic::Fix& fix) { return place(fix.span); })
      .has("replacement", &Diagnostic::Fix::replacement)
      .has("safety", &Diagnostic::Fix::safety)
      .done();
  Record<Diagnostic::Step>(module, "TraceStep", "One of the steps that lead to what is wrong.")
      .gives("span", [](const Diagnostic::Step& step) { return place(step.span); })
      .has("message", &Diagnostic::Step::message)
      .done();
  Record<Diagnostic> diagnostic(module, "Diagnostic", "One thing that is found in a model, a scenario or a directory.");
  diagnostic.has("rule", &Diagnostic::rule, "A permanent name: \"unknown-state\".")
      .has("severity", &Diagnostic::severity)
      .has("message", &Diagnostic::message)
      .gives(
          "span", [](const Diagnostic& found) { return place(found.span); }, "None: no place is known.")
      .has("label", &Diagnostic::label, "Words beside the marked text.")
      .has("related", &Diagnostic::related)
      .has("trace", &Diagnostic::trace, "How a case gets there, none shorter.")
      .has("help", &Diagnostic::help, "What to write instead.")
      .has("fixes", &Diagnostic::fixes)
      .done();
  diagnostic.type().def("__str__", [](const Diagnostic& found) { return itsmflow::to_string(found); });
  module.def(
      "render",
      [](const Diagnostics& found, ReportFormat format, bool colour) { return render(found, format, {.colour = colour}); },
      "Findings as text: for people (\"full\", \"concise\") or for programs.", py::arg("diagnostics"), py::kw_only(),
      py::arg("format") = "full", py::arg("colour") = false);
}

}  // namespace itsmflow::python
