#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/export.hpp>

#include <cstddef>
#include <string>

namespace itsmflow {

// Models of others: place/transition nets in PNML (ISO/IEC 15909-2), with the final markings that ProM and PM4Py write. Their places
// hold one token at most. What isn't understood, and would change what a net means, is refused; nothing of it is silently left out.

/// How far the behaviour of a net is looked at.
struct PnmlOptions {
  std::size_t max_states = 1'000'000;  ///< how many markings are looked at; when there are more, there is a finding `undecided`
};

/// What is wrong with a net: with its text, and with how it behaves, each at its place. Behaviour is looked at only where the text has no
/// error: `multi-merge`, `deadlock`, `livelock`, `leftover-work`, `dead-activity`. No finding: the net is sound.
///
/// A net without final markings ends in its only place from which no arc leads, and one without a token begins in its only place to
/// which none leads. Sorted; the same text gives the same findings. Safe to call from several threads. Never throws for what is in a text.
ITSMFLOW_EXPORT Diagnostics check_pnml(const SourceText& source, const PnmlOptions& options = {});
/// Throws NotFound where there is no such file, StoreError if it cannot be read or has more than 16 MiB.
ITSMFLOW_EXPORT Diagnostics check_pnml_file(const std::string& path, const PnmlOptions& options = {});

/// What a net becomes.
struct PnmlImport {
  std::string process;  ///< the id of the process; empty: made of the net's name, or of its file's
  PnmlOptions limits;
};

/// A net as a YAML text that loads as a model and behaves as the net does: its transitions are activities, and what its places say is said by
/// rows. Transitions that the net calls invisible, and places that no row can stand for, become activities of the engine; so what people
/// can do, and in which order, is the same.
///
/// No text where a row can't say what the net means (`not-expressible`, `multi-merge`, `leftover-work`); other faults of its behaviour are
/// warnings, and the model has them too. Throws UsageError where the id of the process is none.
ITSMFLOW_EXPORT Loaded<std::string> import_pnml(const SourceText& source, const PnmlImport& options = {});
/// Throws as check_pnml_file() does.
ITSMFLOW_EXPORT Loaded<std::string> import_pnml_file(const std::string& path, const PnmlImport& options = {});

}  // namespace itsmflow
