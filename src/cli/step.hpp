#pragma once

#include <itsmflow/engine.hpp>

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {

/// What was asked of the engine, for saying what came of it.
struct Asked {
  std::string actor;     ///< empty: no person did it; then only `to_do` is said of it
  std::string activity;  ///< empty: the case itself was started or cancelled
  Work work;
  std::optional<CaseView> before;
  std::string to_do;  ///< what was refused, in words: "do 'implement'", "start minor-change"
};

/// What can follow, and who may do it.
struct Next {
  std::string activity;
  std::string title;
  WorkView work;                    ///< also which item
  std::vector<std::string> people;  ///< to whom it is offered or who holds it
};
std::vector<Next> next_in(const Engine& engine, const Directory& people, const CaseView& view);

/// Prints what changed and what is next, or what stood in the way and who could do it.
Exit print_step(Context& context, const Engine& engine, const Directory& people, const Step& step, const Asked& asked);

/// The JSON and the text of the same, for those who go on printing.
Json step_json(const Engine& engine, const Directory& people, const Step& step, const Asked& asked);
std::string done_text(const Engine& engine, const Directory& people, const Step& step, const std::optional<CaseView>& before);
std::string refused_text(const Engine& engine, const Step& step, const Asked& asked);

}  // namespace itsmflow::cli
