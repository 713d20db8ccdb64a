#include "cli/play.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <itsmflow/error.hpp>
#include <itsmflow/story.hpp>

#include <algorithm>
#include <iostream>
#include <sstream>

#include "cli/step.hpp"
#include "cli/text.hpp"
#include "cli/values.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string role_text(const std::string& role) {
  return role.empty() ? "" : " as " + visible(role);
}

}  // namespace

ReadLine read_from_stdin(Terminal& terminal) {
  return [&terminal, echo = isatty(STDIN_FILENO) != 1](const std::string& prompt) -> std::optional<std::string> {
    if (terminal.closed()) return std::nullopt;
    terminal.print(prompt);
    terminal.flush();
    std::string line;
    if (!std::getline(std::cin, line)) {
      terminal.line();
      return std::nullopt;
    }
    if (echo) terminal.line(visible(line));
    return trimmed(line);
  };
}

Play::Play(Context& context, Engine& engine, const Directory& people, const Model& model, ReadLine read)
    : context_(context), engine_(engine), people_(people), model_(model), read_(std::move(read)) {}

void Play::run() {
  if (id_.value == 0 && !start()) return;
  show_place();
  while (const auto line = read_("> ")) {
    try {
      if (!command(*line)) return;
    } catch (const StoreError&) {
      throw;  // the world failed: going on would only hide it
    } catch (const Error& error) {
      context_.terminal.line(visible(error.what()));
    } catch (const Failure& failure) {
      context_.terminal.line(visible(failure.what()));
    }
  }
}

bool Play::command(const std::string& line) {
  const std::vector<std::string> words = words_of(line);
  if (words.empty()) {
    show_place();
    return true;
  }
  const std::string& verb = words.front();
  if (verb == "quit" || verb == "exit") return false;
  if (verb.find_first_not_of("0123456789") == std::string::npos) {
    const std::size_t number = verb.size() > 6 ? 0 : std::stoul(verb);
    if (number < 1 || number > choices_.size()) throw usage(fmt::format("there is no number {} in the list", verb));
    take(choices_[number - 1]);
  } else if (verb == "as") {
    switch_person(words);
  } else if (verb == "try") {
    attempt(words);
  } else if (verb == "why") {
    why(words);
  } else if (verb == "blocked") {
    show_blocked();
  } else if (verb == "show") {
    show_data();
  } else if (verb == "events") {
    show_events();
  } else if (verb == "cancel") {
    cancel();
  } else if (verb == "help") {
    help();
  } else {
    const std::vector<std::string> verbs{"as", "try", "why", "blocked", "show", "events", "cancel", "help", "quit"};
    const auto close = nearest(verb, verbs);
    throw usage(
        fmt::format("'{}' is not a word here; {}", verb, close ? fmt::format("did you mean '{}'?", *close) : "`help` lists them"));
  }
  return true;
}

bool Play::start() {
  std::string actor = person_.empty() ? somebody() : person_;
  for (const std::uint32_t role : model_.start.roles) {
    const auto holders = people_.holders_of(model_.roles[role].id);
    if (person_.empty() && !holders.empty()) {
      actor = holders.front();
      break;
    }
  }
  context_.terminal.line(fmt::format("{} starts a case.", visible(actor)));
  std::vector<OfferedField> fields;
  for (const FieldRef& ref : model_.start.required) fields.push_back({model_.path(ref), true, false, model_.field(ref).initial});
  for (const FieldRef& ref : model_.start.asked) fields.push_back({model_.path(ref), false, false, model_.field(ref).initial});
  for (;;) {
    const auto data = ask_fields(fields);
    if (!data) return false;
    try {
      return start_with(actor, *data);
    } catch (const UsageError& error) {
      if (fields.empty()) throw;  // nothing that was typed is the reason
      context_.terminal.line(visible(error.what()));
    }
  }
}

bool Play::start_with(const std::string& actor, const Data& data) {
  const Step step = engine_.start(model_.process, actor, data);
  Asked asked;
  asked.actor = actor;
  asked.to_do = "start " + model_.process;
  context_.terminal.print(step ? "" : refused_text(engine_, step, asked));
  if (step) id_ = step.case_id();
  return static_cast<bool>(step);
}

/// Anybody at all, for steps that need no role.
std::string Play::somebody() const {
  return people_.people().empty() ? "" : people_.people().begin()->first;
}

void Play::show_place() {
  const CaseView view = engine_.show(id_);
  const std::string states = states_line(view);
  context_.terminal.line();
  context_.terminal.line(paint(Style::strong, fmt::format("case {}{}{}", id_.value, states.empty() ? "" : "  ", states)));
  if (view.status != CaseStatus::open) {
    choices_.clear();
    context_.terminal.line(view.status == CaseStatus::over ? "The case is over." : "The case was given up.");
    return;
  }
  show_choices();
}

void Play::show_choices() {
  choices_.clear();
  for (const auto& [id, person] : people_.people()) {
    if (!person_.empty() && id != person_) continue;
    for (Offer& offer : engine_.offers_for(id, id_)) choices_.push_back({id, std::move(offer)});
  }
  Table table("  ");
  std::size_t number = 0;
  for (const Choice& choice : choices_) {
    const std::string status =
        choice.offer.status == WorkStatus::offered ? "" : fmt::format(" ({})", to_string(choice.offer.status));
    table.row({std::to_string(++number), name_of(choice.offer, model_) + status,
               visible(choice.person) + role_text(choice.offer.role), title_of(model_, choice.offer.activity)});
  }
  const std::string nothing = person_.empty() ? "Nobody can do anything now; `blocked` says why."
                                              : fmt::format("{} can do nothing now; `blocked` says why.", visible(person_));
  context_.terminal.print(table.empty() ? nothing + "\n" : table.text());
  const CaseView view = engine_.show(id_);
  for (const VoteView& vote : view.votes) context_.terminal.line(fmt::format("{}: {}", visible(vote.activity), standing(vote)));
  context_.terminal.print(waits_text(view, "Besides, by itself:"));
}

void Play::take(const Choice& choice) {
  const auto result = ask_result(choice.offer);
  if (!result) return;
  Work work;
  work.result = *result;
  work.command.item = choice.offer.item;
  for (const OfferedResult& offered : choice.offer.results) {
    if (offered.id != *result) continue;
    auto data = ask_fields(offered.fields);
    if (!data) return;
    work.data = *std::move(data);
  }
  perform(choice.person, choice.offer.activity, work);
}

std::optional<std::string> Play::ask_result(const Offer& offer) {
  if (offer.results.empty()) return "";
  if (offer.results.size() == 1) return offer.results.front().id;
  std::vector<std::string> names;
  for (const OfferedResult& result : offer.results) names.push_back(result.id);
  for (;;) {
    auto answer = read_(fmt::format("  ends as {}: ", visible(listing(names, "or", 30))));
    if (!answer) return std::nullopt;
    if (std::find(names.begin(), names.end(), *answer) != names.end()) return answer;
    context_.terminal.line(fmt::format("  '{}' is not one of them", visible(*answer)));
  }
}

std::optional<Data> Play::ask_fields(const std::vector<OfferedField>& fields) {
  Data data;
  for (const OfferedField& field : fields) {
    if (!ask_field(field, data)) return std::nullopt;
  }
  return data;
}

bool Play::ask_field(const OfferedField& offered, Data& data) {
  const Field& field = field_at(model_, offered.path);
  const bool may_be_empty = !offered.required || offered.filled;
  const bool withheld = offered.withheld && offered.filled;
  const std::string now = withheld                  ? fmt::format(", now {}", kWithheld)
                          : offered.value.is_null() ? ""
                                                    : fmt::format(", now {}", visible(in_words(offered.value)));
  const std::string leave = may_be_empty ? "; empty to leave it" : "";
  for (;;) {
    const auto answer = read_(fmt::format("  {} ({}{}{}): ", visible(offered.path), visible(describe_type(field)), now, leave));
    if (!answer) return false;
    if (answer->empty() && may_be_empty) return true;
    if (answer->empty()) {
      context_.terminal.line("  it must be given");
      continue;
    }
    FieldValue accepted = parse_value(field, *answer);
    if (accepted.value) {
      data[offered.path] = *std::move(accepted.value);
      return true;
    }
    context_.terminal.line(fmt::format("  it {}", visible(accepted.problem)));
  }
}

void Play::perform(const std::string& person, const std::string& activity, const Work& work) {
  Asked asked;
  asked.actor = person;
  asked.activity = activity;
  asked.work = work;
  asked.to_do = fmt::format("do '{}'", activity);
  const Step step = engine_.perform(id_, activity, person, work);
  if (!step) {
    context_.terminal.print(refused_text(engine_, step, asked));
    return;
  }
  for (const Event& event : step.events()) context_.terminal.line(paint(Style::good, sentence(event)));
  show_place();
}

}  // namespace itsmflow::cli
