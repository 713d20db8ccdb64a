#pragma once

#include <itsmflow/diagnostic.hpp>

#include <functional>

#include "cli/check_find.hpp"
#include "cli/terminal.hpp"

namespace itsmflow::cli {

/// Makes the safe fixes of what is found in some files until nothing is left to be mended, writes the files and says what it did on the
/// standard error. Gives the texts as they are then.
///
/// A file is replaced as a whole or not at all; nothing is written where one of them can't be. Throws a Failure then, also for a file that
/// somebody else changed in the meantime.
///
/// `find_all` takes long, and is asked only of texts in which `find_first`, which finds some of the same, has nothing that can be mended.
using Find = std::function<Diagnostics(const Texts&)>;
Texts mend(Terminal& terminal, const Texts& texts, const Find& find_first, const Find& find_all);

}  // namespace itsmflow::cli
