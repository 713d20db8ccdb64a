#include "lang/references.hpp"

#include "lang/findings.hpp"

#include <algorithm>

namespace itsmflow::lang {
namespace {

void look_at_field(Findings& findings, const Field& field, const std::string& path, const std::vector<std::string>& processes) {
  if (field.element) return look_at_field(findings, *field.element, path, processes);
  for (const Field& member : field.fields) look_at_field(findings, member, path + "." + member.id, processes);
  if (field.type != FieldType::reference || std::ranges::find(processes, field.process) != processes.end()) return;
  Finding finding = findings.warning("unknown-process", field.span,
                                     "field " + quoted(path) + " refers to cases of unknown process " + quoted(field.process));
  finding.label("the processes are " + listed(processes));
  if (const auto meant = findings.nearest(field.process, processes)) finding.help("did you mean " + quoted(*meant) + "?");
}

}  // namespace

Diagnostics find_unknown_processes(const std::vector<std::shared_ptr<const Model>>& models,
                                   const std::vector<std::string>& processes) {
  Findings findings;
  for (const auto& model : models)
    for (const ObjectType& object : model->objects)
      for (const Field& field : object.fields) look_at_field(findings, field, object.id + "." + field.id, processes);
  return findings.take();
}

}  // namespace itsmflow::lang
