#pragma once

#include "scenario/script.hpp"
#include "source/node.hpp"

namespace itsmflow::scenario {

/// What a scenario's text says. `script` can be played exactly if no diagnostic is an error; its title and process are filled in
/// as far as they could be read.
struct ReadScript {
  Script script;
  Diagnostics diagnostics;
};

/// Reads a scenario against the models of a library: every word in it is checked.
ReadScript read_script(source::Document& document, const Library& library);

}  // namespace itsmflow::scenario
