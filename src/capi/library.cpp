#include <itsmflow/report.hpp>
#include <itsmflow/verify.hpp>

#include <memory>

#include "capi/border.hpp"
#include "json/text.hpp"

using namespace itsmflow::capi;

namespace {

namespace flow = itsmflow;

std::vector<std::string> texts(const itsmflow_text* first, size_t count) {
  if (first == nullptr && count > 0) throw flow::UsageError("a list of texts is null");
  std::vector<std::string> copies;
  for (size_t i = 0; i < count; ++i) copies.push_back(copy(first[i]));
  return copies;
}

/// Findings go out also where there is nothing else: the caller's place for them may be null.
void show_findings(itsmflow_call* call, const flow::Diagnostics& findings, itsmflow_text* diagnostics) {
  if (diagnostics == nullptr) return;
  call->text = render(findings, flow::ReportFormat::json);
  *diagnostics = out(call->text);
}

std::shared_ptr<const flow::Model> model_called(const flow::Library& models, const std::string& process) {
  if (auto model = models.find(process)) return model;
  throw flow::NotFound(flow::NotFound::Kind::process, process, "there is no process '" + process + "' among the models");
}

template <class Of, class Load, class Make>
itsmflow_status load(itsmflow_call* call, Of** handle, itsmflow_text* diagnostics, const Load& work, const Make& make) noexcept {
  empty(diagnostics);
  return run_for_handle(call, handle, [&] {
    auto loaded = work();
    show_findings(call, loaded.diagnostics(), diagnostics);
    return make(std::move(loaded).value_or_throw());
  });
}

}  // namespace

itsmflow_status itsmflow_library_load(itsmflow_call* call, const itsmflow_text* paths, size_t count, itsmflow_library** out,
                                      itsmflow_text* diagnostics) {
  return load(
      call, out, diagnostics, [&] { return flow::load_library(texts(paths, count)); },
      [](flow::Library library) { return std::make_unique<itsmflow_library>(std::move(library)); });
}

itsmflow_status itsmflow_library_load_texts(itsmflow_call* call, const itsmflow_text* names, const itsmflow_text* contents,
                                            size_t count, itsmflow_library** out, itsmflow_text* diagnostics) {
  const auto read = [&] {
    std::vector<std::string> shown = texts(names, count);
    std::vector<std::string> bodies = texts(contents, count);
    std::vector<std::shared_ptr<const flow::SourceText>> sources;
    for (size_t i = 0; i < count; ++i)
      sources.push_back(std::make_shared<const flow::SourceText>(flow::SourceText{std::move(shown[i]), std::move(bodies[i])}));
    return flow::load_texts(sources);
  };
  return load(call, out, diagnostics, read,
              [](flow::Library library) { return std::make_unique<itsmflow_library>(std::move(library)); });
}

void itsmflow_library_destroy(itsmflow_library* library) {
  destroy(library, Kind::library);
}

itsmflow_status itsmflow_outline(itsmflow_call* call, const itsmflow_library* library, itsmflow_text process, itsmflow_text* json) {
  return run_for_text(call, json, [&] { return flow::json_text(flow::outline(*model_called(in(library), copy(process)))); });
}

itsmflow_status itsmflow_library_verify(itsmflow_call* call, const itsmflow_library* library, itsmflow_text process,
                                        const itsmflow_directory* people, itsmflow_text* diagnostics) {
  return run_for_text(call, diagnostics, [&] {
    const std::string wanted = copy(process);
    const flow::Library& models = in(library);
    const std::shared_ptr<const flow::Directory> known = people == nullptr ? nullptr : in(people);
    auto meant = models.models();
    if (!wanted.empty()) meant = {model_called(models, wanted)};
    flow::Diagnostics found;
    for (const auto& model : meant) {
      if (known)  // first: it refuses what isn't a list of people, and takes less time
        for (flow::Diagnostic& one : flow::verify_people(model, *known)) found.push_back(std::move(one));
      for (flow::Diagnostic& one : flow::verify(model)) found.push_back(std::move(one));
    }
    sort(found);
    return render(found, flow::ReportFormat::json);
  });
}

itsmflow_status itsmflow_directory_load(itsmflow_call* call, itsmflow_text path, itsmflow_directory** out,
                                        itsmflow_text* diagnostics) {
  return load(
      call, out, diagnostics, [&] { return flow::load_directory(copy(path)); },
      [](flow::Directory people) {
        return std::make_unique<itsmflow_directory>(std::make_shared<const flow::Directory>(std::move(people)));
      });
}
