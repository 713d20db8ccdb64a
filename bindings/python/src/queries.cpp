// What reads cases.

#include "arguments.hpp"
#include "pages.hpp"

#include <itsmflow/model.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace itsmflow::python {
namespace {

using Text = std::string_view;

constexpr std::size_t kPage = 1000;

void require_page(std::size_t page) {
  if (page == 0) throw UsageError("a page has at least one");
}

Pages<Offer> offers_for(py::object self, std::string actor, bool sensitive, std::size_t page) {
  require_page(page);
  return {std::move(self), [=, actor = std::move(actor)](const Engine& engine, const Offer* last) {
            return engine.offers_for(
                actor, {.after = last ? last->case_id : CaseId{}, .limit = page, .sensitive = sensitive_of(sensitive)});
          }};
}

Pages<VerdictOffer> verdicts_for(py::object self, std::string actor, bool sensitive, std::size_t page) {
  require_page(page);
  return {std::move(self), [=, actor = std::move(actor)](const Engine& engine, const VerdictOffer* last) {
            return engine.verdicts_for(
                actor, {.after = last ? last->case_id : CaseId{}, .limit = page, .sensitive = sensitive_of(sensitive)});
          }};
}

Pages<CaseView> cases(py::object self, std::string process, std::optional<CaseStatus> status, std::string field, Value value,
                      std::string outcome, std::optional<bool> complies, std::optional<ConfirmationStatus> confirmation,
                      CaseId after, bool sensitive, std::size_t page) {
  require_page(page);
  CaseFilter filter{.process = std::move(process),
                    .status = status,
                    .field = std::move(field),
                    .value = std::move(value),
                    .outcome = std::move(outcome),
                    .complies = complies,
                    .confirmation = confirmation,
                    .after = after,
                    .limit = page,
                    .sensitive = sensitive_of(sensitive)};
  return {std::move(self), [filter = std::move(filter)](const Engine& engine, const CaseView* last) {
            CaseFilter wanted = filter;
            if (last) wanted.after = last->id;
            return engine.cases(wanted);
          }};
}

Pages<Event> events(py::object self, CaseId id, std::int64_t first, bool sensitive, std::size_t page) {
  require_page(page);
  return {std::move(self), [=](const Engine& engine, const Event* last) {
            return engine.events(id, last ? last->number + 1 : first, page, sensitive_of(sensitive));
          }};
}

Explanation explain(const PythonEngine& self, CaseId id, Text activity, Text actor, Data data, std::string result,
                    std::optional<std::string> motive, std::string because, std::optional<DeviationKind> as,
                    std::vector<std::string> skipping, std::string item) {
  const Work work{.result = std::move(result),
                  .data = std::move(data),
                  .motive = motive_of(std::move(motive), std::move(because), as, std::move(skipping)),
                  .command = {.item = std::move(item)}};
  return self.run([&](const Engine& engine) { return engine.explain(id, activity, actor, work); });
}

}  // namespace

void add_queries(py::module_& module, EngineClass& engine) {
  add_pages<Offer>(module, "_Offers");
  add_pages<VerdictOffer>(module, "_Verdicts");
  add_pages<CaseView>(module, "_Cases");
  add_pages<Event>(module, "_Events");
  engine.def("offers_for", &offers_for, "What a person may do now or has in hand, over all cases, by case and activity.",
             py::arg("actor"), py::kw_only(), py::arg("sensitive") = false, py::arg("page") = kPage);
  engine.def(
      "offers_in",
      [](const PythonEngine& self, Text actor, CaseId id, bool sensitive) {
        return self.run([&](const Engine& runs) { return runs.offers_for(actor, id, sensitive_of(sensitive)); });
      },
      "The same in one case.", py::arg("actor"), py::arg("case_id"), py::kw_only(), py::arg("sensitive") = false);
  engine.def("verdicts_for", &verdicts_for,
             "What waits for a person's verdict: deviations that are to be confirmed, and outcomes that nobody has given.",
             py::arg("actor"), py::kw_only(), py::arg("sensitive") = false, py::arg("page") = kPage);
  engine.def("explain", &explain,
             "What stands in the way of an actor doing an activity, who could, and by which deviation it could be done. With a "
             "motive, whose\n"
             "name may be \"\", only such deviations are told.",
             py::arg("case_id"), py::arg("activity"), py::arg("actor"), py::arg("data") = py::none(), py::kw_only(),
             py::arg("result") = "", ITSMFLOW_MOTIVE_ARGUMENTS, py::arg("item") = "");
  engine.def(
      "show",
      [](const PythonEngine& self, CaseId id, bool sensitive) {
        return self.run([&](const Engine& runs) { return runs.show(id, sensitive_of(sensitive)); });
      },
      "A case as it stands. What sensitive fields hold is withheld, here and elsewhere, unless it is asked for.",
      py::arg("case_id"), py::kw_only(), py::arg("sensitive") = false);
  engine.def("cases", &cases,
             "Cases, by number. `field` is the path of a field, or of a state (\"rfc.state\"), and `value` what it holds.",
             py::kw_only(), py::arg("process") = "", py::arg("status") = py::none(), py::arg("field") = "",
             py::arg("value") = py::none(), py::arg("outcome") = "", py::arg("complies") = py::none(),
             py::arg("confirmation") = py::none(), py::arg("after") = 0, py::arg("sensitive") = false, py::arg("page") = kPage);
  engine.def("events", &events, "What happened in a case, from an event's number on.", py::arg("case_id"), py::arg("first") = 1,
             py::kw_only(), py::arg("sensitive") = false, py::arg("page") = kPage);
  engine.def(
      "model_of",
      [](const PythonEngine& self, CaseId id) {
        return std::const_pointer_cast<Model>(self.run([&](const Engine& runs) { return runs.model_of(id); }));
      },
      "The model version that a case runs on, from the library or from the store.", py::arg("case_id"));
}

}  // namespace itsmflow::python
