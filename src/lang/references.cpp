#include "lang/references.hpp"

#include "lang/findings.hpp"

#include <algorithm>

namespace itsmflow::lang {
namespace {

using Models = std::vector<std::shared_ptr<const Model>>;

void look_at_field(Findings& findings, const Field& field, const std::string& path, const std::vector<std::string>& processes) {
  if (field.element) return look_at_field(findings, *field.element, path, processes);
  for (const Field& member : field.fields) look_at_field(findings, member, path + "." + member.id, processes);
  if (field.type != FieldType::reference || std::ranges::find(processes, field.process) != processes.end()) return;
  Finding finding = findings.warning("unknown-process", field.span,
                                     "field " + quoted(path) + " refers to cases of unknown process " + quoted(field.process));
  finding.label("the processes are " + listed(processes));
  if (const auto meant = findings.nearest(field.process, processes)) finding.help("did you mean " + quoted(*meant) + "?");
}

/// The model of a process that another one runs or starts; null where it isn't loaded, which is said.
const Model* find_other(Findings& findings, const std::string& process, const Span& span, const Models& models,
                        const std::vector<std::string>& processes, const std::string& what) {
  const auto found = std::ranges::find_if(models, [&](const auto& model) { return model->process == process; });
  if (found != models.end()) return found->get();
  if (std::ranges::find(processes, process) != processes.end()) return nullptr;  // it has errors of its own
  Finding finding = findings.warning("unknown-process", span, what + " unknown process " + quoted(process));
  finding.label(processes.empty() ? "no process is loaded" : "the processes are " + listed(processes));
  if (const auto meant = findings.nearest(process, processes)) finding.help("did you mean " + quoted(*meant) + "?");
  return nullptr;
}

std::vector<std::string> paths_of(const Model& model) {
  std::vector<std::string> paths;
  for (const ObjectType& object : model.objects)
    for (const Field& field : object.fields) paths.push_back(object.id + "." + field.id);
  return paths;
}

void report_several(Findings& findings, const Span& span, const std::string& message, const Model& other, std::uint32_t object) {
  findings.error("bad-many", span, message + ", of which a case of " + quoted(other.process) + " has several")
      .related(other.objects[object].span, "this has `many`")
      .help("name a field of an object of which a case has one");
}

void look_at_passed(Findings& findings, const Model& other, const std::vector<PassedField>& with, const Span& span,
                    const std::string& what) {
  for (const PassedField& passed : with) {
    const auto ref = other.find_field(passed.path);
    if (ref && other.objects[ref->object].many) {
      report_several(findings, passed.span, what + " fills " + quoted(passed.path), other, ref->object);
      continue;
    }
    if (ref && !other.field(*ref).is_derived()) continue;
    Finding finding =
        findings.error("unknown-field", passed.span,
                       ref ? what + " fills " + quoted(passed.path) + ", which follows from other fields"
                           : what + " fills unknown field " + quoted(passed.path) + " of process " + quoted(other.process));
    if (!ref) finding.suggest(passed.path, paths_of(other));
  }
  for (const FieldRef& required : other.start.required) {
    const std::string path = other.path(required);
    if (std::ranges::find(with, path, &PassedField::path) != with.end()) continue;
    findings
        .error("missing-key", span, what + " lacks " + quoted(path) + ", which a case of " + quoted(other.process) + " requires")
        .related(required.span, "required here")
        .help("add `with: {" + path + ": EXPRESSION}`");
  }
}

/// The results with which a case of a process can end an activity that runs it.
std::vector<std::string> ends_of(const Model& model) {
  std::vector<std::string> ends;
  if (model.case_object)
    for (const std::uint32_t state : model.objects[*model.case_object].final_states)
      ends.push_back(model.objects[*model.case_object].states[state]);
  if (ends.empty()) ends.emplace_back("over");
  ends.emplace_back("cancelled");
  return ends;
}

void look_at_run(Findings& findings, const Model& other, const Activity& activity, const std::string& what) {
  const std::vector<std::string> ends = ends_of(other);
  for (const std::string& end : ends) {
    if (activity.find_result(end)) continue;
    findings
        .error("missing-result", activity.process.span,
               "a case of " + quoted(other.process) + " can end as " + quoted(end) + ", which is no result of activity " +
                   quoted(activity.id))
        .help("add `" + end + ": {}` to its `results`");
  }
  for (const Result& result : activity.results) {
    if (result.after || std::ranges::find(ends, result.id) != ends.end()) continue;
    Finding finding = findings.error("unknown-result", result.span,
                                     "activity " + quoted(activity.id) + " never ends with " + quoted(result.id) + ": no case of " +
                                         quoted(other.process) + " does");
    finding.label("its results are " + listed(ends));
    finding.suggest(result.id, ends);
  }
  for (const ReturnedField& returned : activity.process.returns) {
    const std::string& path = returned.path;
    const std::size_t dot = path.find('.');
    const auto object = other.find_object(path.substr(0, dot));
    const bool state =
        object && !other.objects[*object].states.empty() && dot != std::string::npos && path.substr(dot + 1) == "state";
    if (object && other.objects[*object].many && (other.find_field(path) || state)) {
      report_several(findings, returned.span, what + " returns " + quoted(path), other, *object);
      continue;
    }
    if (other.find_field(path) || state) continue;
    findings
        .error("unknown-field", returned.span,
               what + " returns unknown field " + quoted(path) + " of process " + quoted(other.process))
        .suggest(path, paths_of(other));
  }
}

void look_at_started(Findings& findings, const std::vector<StartedProcess>& starts, const std::string& owner, const Models& models,
                     const std::vector<std::string>& processes) {
  for (const StartedProcess& started : starts) {
    const Model* other = find_other(findings, started.process, started.span, models, processes, owner + " starts");
    if (other != nullptr) look_at_passed(findings, *other, started.with, started.span, "'starts' of " + owner);
  }
}

void look_at_activity(Findings& findings, const Activity& activity, const Models& models,
                      const std::vector<std::string>& processes) {
  const std::string owner = "activity " + quoted(activity.id);
  if (activity.performer == Performer::process) {
    const SubProcess& run = activity.process;
    if (const Model* other = find_other(findings, run.process, run.span, models, processes, owner + " runs")) {
      look_at_passed(findings, *other, run.with, run.span, "'runs' of " + owner);
      look_at_run(findings, *other, activity, "'runs' of " + owner);
    }
  }
  look_at_started(findings, activity.starts, owner, models, processes);
  for (const Result& result : activity.results)
    look_at_started(findings, result.starts, "result " + quoted(activity.id + "." + result.id), models, processes);
}

}  // namespace

Diagnostics find_broken_links(const std::vector<std::shared_ptr<const Model>>& models, const std::vector<std::string>& processes) {
  Findings findings;
  for (const auto& model : models)
    for (const Activity& activity : model->activities) look_at_activity(findings, activity, models, processes);
  for (const auto& model : models)
    for (const ObjectType& object : model->objects)
      for (const Field& field : object.fields) look_at_field(findings, field, object.id + "." + field.id, processes);
  return findings.take();
}

}  // namespace itsmflow::lang
