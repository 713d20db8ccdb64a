#pragma once

#include <itsmflow/engine.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"

namespace itsmflow::cli {

/// Asks for a line; none at the end of the input. What is read from a file or a pipe is printed, so that the output reads as if typed.
using ReadLine = std::function<std::optional<std::string>(const std::string& prompt)>;

ReadLine read_from_stdin(Terminal& terminal);

/// Plays one case by hand, until the input ends or `quit`.
class Play {
 public:
  Play(Context& context, Engine& engine, const Directory& people, const Model& model, ReadLine read);

  /// Who does what is offered; empty: everybody's offers are shown.
  void act_as(std::string person) { person_ = std::move(person); }
  /// Goes on with a case; otherwise one is started first.
  void continue_with(CaseId id) { id_ = id; }

  void run();

 private:
  struct Choice {
    std::string person;
    Offer offer;
  };

  bool start();
  bool start_with(const std::string& actor, const Data& data);
  bool command(const std::string& line);
  void show_place();
  void show_choices();
  void take(const Choice& choice);
  void attempt(const std::vector<std::string>& words);
  void why(const std::vector<std::string>& words);
  void show_blocked();
  void show_data();
  void show_events();
  void switch_person(const std::vector<std::string>& words);
  void cancel();
  void help();

  std::string somebody() const;
  std::optional<std::string> ask_result(const Offer& offer);
  /// Gives no value if the input ended.
  std::optional<Data> ask_fields(const std::vector<OfferedField>& fields);
  bool ask_field(const OfferedField& field, Data& data);
  void perform(const std::string& person, const std::string& activity, const Work& work);

  Context& context_;
  Engine& engine_;
  const Directory& people_;
  const Model& model_;
  ReadLine read_;
  std::string person_;
  CaseId id_{0};
  std::vector<Choice> choices_;
};

}  // namespace itsmflow::cli
