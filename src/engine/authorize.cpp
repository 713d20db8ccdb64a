// Whether the program lets a call through.

#include <itsmflow/authorize.hpp>

#include "engine/impl.hpp"

#include <fmt/format.h>

#include <exception>

namespace itsmflow {
namespace {

/// Calls of this thread that are being asked about, the innermost first.
struct Asking {
  const void* engine;
  const Asking* outer;
};
thread_local const Asking* innermost = nullptr;

class AskingScope {
 public:
  explicit AskingScope(const void* engine) : asking_{engine, innermost} { innermost = &asking_; }
  ~AskingScope() { innermost = asking_.outer; }
  AskingScope(const AskingScope&) = delete;
  AskingScope& operator=(const AskingScope&) = delete;

 private:
  Asking asking_;
};

bool is_asking(const void* engine) {
  for (const Asking* one = innermost; one; one = one->outer)
    if (one->engine == engine) return true;
  return false;
}

[[noreturn]] void refuse(const AccessRequest& access, const std::string& why) {
  std::string about;
  if (access.case_id.value != 0) about += fmt::format(" for case {}", access.case_id.value);
  if (!access.process.empty()) about += fmt::format(" for process '{}'", access.process);
  if (!access.actor.empty()) about += fmt::format(" as {}", access.actor);
  throw NotAuthorized(access.entry, access.case_id, fmt::format("'{}'{} is not authorized{}", to_string(access.entry), about, why));
}

}  // namespace

std::string_view to_string(EntryPoint entry) noexcept {
  switch (entry) {
    case EntryPoint::start:
      return "start";
    case EntryPoint::perform:
      return "perform";
    case EntryPoint::begin:
      return "begin";
    case EntryPoint::end:
      return "end";
    case EntryPoint::claim:
      return "claim";
    case EntryPoint::hand_over:
      return "hand_over";
    case EntryPoint::suspend:
      return "suspend";
    case EntryPoint::resume:
      return "resume";
    case EntryPoint::withdraw:
      return "withdraw";
    case EntryPoint::set:
      return "set";
    case EntryPoint::cancel:
      return "cancel";
    case EntryPoint::confirm:
      return "confirm";
    case EntryPoint::disapprove:
      return "disapprove";
    case EntryPoint::judge:
      return "judge";
    case EntryPoint::offers_for:
      return "offers_for";
    case EntryPoint::verdicts_for:
      return "verdicts_for";
    case EntryPoint::explain:
      return "explain";
    case EntryPoint::show:
      return "show";
    case EntryPoint::cases:
      return "cases";
    case EntryPoint::model_of:
      return "model_of";
    case EntryPoint::events:
      return "events";
    case EntryPoint::send:
      return "send";
    case EntryPoint::answer:
      return "answer";
    case EntryPoint::due:
      return "due";
    case EntryPoint::next_due:
      return "next_due";
    case EntryPoint::deliver:
      return "deliver";
    case EntryPoint::erase_person:
      return "erase_person";
    case EntryPoint::verify_log:
      return "verify_log";
    case EntryPoint::rebuild:
      return "rebuild";
  }
  return "";
}

NotAuthorized::NotAuthorized(EntryPoint entry, CaseId id, const std::string& message) : Error(message), entry_(entry), case_(id) {}
NotAuthorized::~NotAuthorized() = default;

void Engine::Impl::ask(const AccessRequest& access) const {
  if (is_asking(this))
    throw UsageError(fmt::format("authorize must not call the engine that asks it ('{}')", to_string(access.entry)));
  const AskingScope scope(this);
  bool may = false;
  try {
    may = options.authorize(access);
  } catch (const std::exception& error) {
    refuse(access, fmt::format(": asking failed: {}", error.what()));
  } catch (...) {
    refuse(access, ": asking failed");
  }
  if (!may) refuse(access, "");
}

}  // namespace itsmflow
