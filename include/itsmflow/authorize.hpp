#pragma once

#include <itsmflow/error.hpp>
#include <itsmflow/export.hpp>
#include <itsmflow/ids.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace itsmflow {

/// The functions of Engine that read or write cases, by their names; functions of one name are told apart by what is in AccessRequest.
enum class EntryPoint {
  start,
  perform,
  begin,
  end,
  claim,
  hand_over,
  suspend,
  resume,
  withdraw,
  set,
  cancel,
  confirm,
  disapprove,
  judge,
  offers_for,
  verdicts_for,
  explain,
  show,
  cases,
  model_of,
  events,
  send,
  answer,
  due,
  next_due,
  deliver,
  erase_person,
  verify_log,
  rebuild,
};
/// The name of the function: "hand_over".
ITSMFLOW_EXPORT std::string_view to_string(EntryPoint entry) noexcept;

/// Whether what fields hold that are `sensitive` is given out, or their names alone.
enum class Sensitive { withheld, shown };

/// What somebody is about to do with an engine. The views last as long as the call that is asked about.
struct AccessRequest {
  EntryPoint entry = EntryPoint::show;
  std::string_view
      actor{};        ///< who acts, or whose work is asked for; of `erase_person` who is erased; empty: the call names nobody
  CaseId case_id{0};  ///< 0: over all cases, or one that is yet to come
  std::string_view process{};                 ///< of `start`, and of `cases` where the filter has one; otherwise empty
  Sensitive sensitive = Sensitive::withheld;  ///< `shown`: it is asked for what is sensitive, too
};

/// Says whether a call may be made: true lets it through. What is refused throws NotAuthorized, before anything is read or written,
/// the directory and the arguments included.
///
/// It is asked once for every call of a function of EntryPoint, reads included, in the thread that calls: a program that knows who sits
/// at the keyboard from its own session finds out here whether that is the `actor`, also where the call names nobody. It isn't asked
/// of what follows by itself: steps of services and timers that `due` takes, cases that are started, every case that a worklist looks at.
/// A worklist or a list of cases is given whole or refused whole; nothing is left out of it.
///
/// Called from several threads at once if the engine is. Must not call the same engine: that throws UsageError. Whatever it throws is a
/// refusal. It runs before the store is locked, so that a slow one keeps only its own caller waiting; it is not asked again
/// where a step is decided anew.
using Authorize = std::function<bool(const AccessRequest&)>;

/// The program's Authorize didn't let a call through. Nothing was read or written.
class ITSMFLOW_EXPORT NotAuthorized : public Error {
 public:
  NotAuthorized(EntryPoint entry, CaseId id, const std::string& message);
  ~NotAuthorized() override;

  /// The function that was called.
  EntryPoint entry() const noexcept { return entry_; }
  /// As in AccessRequest.
  CaseId case_id() const noexcept { return case_; }

 private:
  EntryPoint entry_;
  CaseId case_;
};

}  // namespace itsmflow
