#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include "cli/context.hpp"

namespace itsmflow::cli {

// One function a command, each in a file of its own under commands/. The context outlives the parsed command line.

void add_check(CLI::App& root, Context& context);
void add_rules(CLI::App& root, Context& context);
void add_explain(CLI::App& root, Context& context);
void add_new(CLI::App& root, Context& context);
void add_run(CLI::App& root, Context& context);
void add_test(CLI::App& root, Context& context);
void add_draw(CLI::App& root, Context& context);
void add_eval(CLI::App& root, Context& context);
void add_show_model(CLI::App& root, Context& context);
void add_schema(CLI::App& root, Context& context);
void add_import(CLI::App& root, Context& context);

void add_start(CLI::App& root, Context& context);
void add_do(CLI::App& root, Context& context);
/// begin, claim, hand-over, suspend, resume, withdraw, set: what can be done with work that isn't finished in one go.
void add_work(CLI::App& root, Context& context);
void add_verdicts(CLI::App& root, Context& context);
void add_cancel(CLI::App& root, Context& context);
void add_why(CLI::App& root, Context& context);

/// send, answer, due: what comes from outside, and what time brings.
void add_send(CLI::App& root, Context& context);
void add_answer(CLI::App& root, Context& context);
void add_due(CLI::App& root, Context& context);

void add_worklist(CLI::App& root, Context& context);
void add_show(CLI::App& root, Context& context);
void add_cases(CLI::App& root, Context& context);
void add_events(CLI::App& root, Context& context);
void add_report(CLI::App& root, Context& context);
void add_story(CLI::App& root, Context& context);
void add_backup(CLI::App& root, Context& context);
void add_archive(CLI::App& root, Context& context);
void add_erase_person(CLI::App& root, Context& context);
void add_verify_log(CLI::App& root, Context& context);
void add_fsck(CLI::App& root, Context& context);

void add_completion(CLI::App& root, Context& context);

/// Words in which the expression of `eval` stands behind `--` if it begins with '-' and is no option.
std::vector<std::string> with_expression_last(std::vector<std::string> words);

}  // namespace itsmflow::cli
