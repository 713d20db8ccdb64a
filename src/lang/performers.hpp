#pragma once

#include "lang/sections.hpp"

namespace itsmflow::lang {

// Who does an activity, and what follows when it ends.

/// role, by, service, waits_for, runs: exactly one, unless the items have their own.
void read_performer(Context& context, const source::Node& node, const Mapping& keys, Activity& activity);

/// What nobody could give or choose, because no person ends the activity. Read after everything else of it.
void check_performer(Context& context, const Mapping& keys, const Activity& activity);

/// parts, for_each, votes, done, answers.
void read_items(Context& context, const Mapping& keys, Activity& activity, const Names& results);

/// cancels and starts, of an activity or a result.
void read_followers(Context& context, const Mapping& keys, Cancels& cancels, std::vector<StartedProcess>& starts);

/// `with`: fields of another process and what goes into them.
std::vector<PassedField> read_passed(Context& context, const Mapping& keys);

/// Makes known to guards, while an activity is read, what only its own may use: `message`, and in its results `items`.
class KnownHere {
 public:
  enum class Where { activity, results };
  KnownHere(Context& context, const Activity& activity, Where where);
  ~KnownHere();
  KnownHere(const KnownHere&) = delete;
  KnownHere& operator=(const KnownHere&) = delete;

 private:
  Context& context_;
  std::size_t before_;
};

}  // namespace itsmflow::lang
