#include "capi/commands.hpp"

#include "capi/border.hpp"
#include "json/text.hpp"

namespace itsmflow::capi {
namespace {

Command command(itsmflow_text key, std::int64_t expected_revision, itsmflow_text item) {
  Command command;
  command.key = copy(key);
  if (expected_revision != 0) command.expected_revision = expected_revision;
  command.item = copy(item);
  return command;
}

std::optional<DeviationKind> order_of_work(std::string_view name) {
  if (name.empty()) return std::nullopt;
  for (const DeviationKind kind : {DeviationKind::skip, DeviationKind::extra, DeviationKind::again})
    if (to_string(kind) == name) return kind;
  throw UsageError("`as_kind` is '" + std::string(name) + "'; it may be skip, extra or again, or empty");
}

std::optional<Motive> motive_of(const itsmflow_work& work) {
  const bool none = work.motive.size == 0 && work.because.size == 0 && work.as_kind.size == 0 && work.skipping_count == 0;
  if (none) return std::nullopt;
  Motive motive;
  motive.name = copy(work.motive);
  motive.because = copy(work.because);
  motive.as = order_of_work(in(work.as_kind));
  if (work.skipping == nullptr && work.skipping_count > 0) throw UsageError("`skipping` is null and `skipping_count` isn't 0");
  for (std::size_t i = 0; i < work.skipping_count; ++i) motive.skipping.push_back(copy(work.skipping[i]));
  return motive;
}

}  // namespace

Command command_of(const itsmflow_command* given) {
  const itsmflow_command known = in(given);
  return command(known.key, known.expected_revision, known.item);
}

Work work_of(const itsmflow_work* given) {
  const itsmflow_work known = in(given);
  Work work;
  work.result = copy(known.result);
  work.data = read_data(in(known.data));
  work.motive = motive_of(known);
  work.command = command(known.key, known.expected_revision, known.item);
  return work;
}

}  // namespace itsmflow::capi
