#include <itsmflow/language.hpp>

#include "cli/commands.hpp"
#include "cli/options.hpp"

namespace itsmflow::cli {

void add_schema(CLI::App& root, Context& context) {
  add_command(root,
              {"schema",
               "Models",
               "Prints the form of models as a JSON Schema, for editors.",
               "An editor that knows the schema completes keys and marks wrong ones while you type; `check` finds the rest.",
               {"itsmflow schema > itsmflow.schema.json"}},
              context, [&context] {
                context.terminal.raw(json_schema());
                return Exit::ok;
              });
}

}  // namespace itsmflow::cli
