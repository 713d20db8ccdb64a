#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/step.hpp"
#include "cli/text.hpp"
#include "cli/values.hpp"
#include "json/json.hpp"

// What comes to cases from outside: messages, and the answers of services.

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  std::string id;
  std::string name;  ///< of the message, or ACTIVITY[.RESULT]
  std::vector<std::string> data;
  std::string data_json;
  std::string key;
  std::string failed;
  Sources sources;
};

std::vector<Step> send_to(Engine& engine, const Options& options) {
  const Data values = parse_message_values(options.data);
  const Command command{.key = options.key};
  if (options.id.empty()) return engine.send(options.name, values, command);
  return {engine.send(parse_case(options.id), options.name, values, command)};
}

/// The messages of this name that a case keeps.
Json kept_of(const CaseView& view, std::string_view name) {
  Json list = Json::array();
  for (const MessageView& message : view.messages)
    if (message.name == name) list.push_back(to_json(message));
  return list;
}

Exit send(Context& context, const Options& options) {
  Session session(options.database, SqliteStore::Open::existing, options.sources, People::optional);
  Engine& engine = session.engine();
  std::optional<CaseView> before;
  if (!options.id.empty()) before = session.show(parse_case(options.id));  // says in which file there is none
  Json list = Json::array();
  Exit exit = Exit::ok;
  for (const Step& step : send_to(engine, options)) {
    Asked asked;
    asked.to_do = fmt::format("take the message '{}'", options.name);
    if (!step) exit = Exit::refused;
    const CaseView after = engine.show(step.case_id());
    if (context.json) {
      list.push_back(step_json(engine, session.people(), step, asked));
      list.back()["kept"] = kept_of(after, options.name);
    } else if (step) {
      context.terminal.print(done_text(engine, session.people(), step, before ? before : after));
      context.terminal.print(messages_text(after, "kept, since nothing takes it yet:", options.name));
    } else {
      context.terminal.print(refused_text(engine, step, asked));
    }
  }
  if (context.json) context.terminal.json({{"steps", list}});
  return exit;
}

ServiceReply reply_of(const Model& model, const Options& options, const std::string& result) {
  ServiceReply reply;
  reply.result = result;
  reply.data = collect_data(model, options.data, options.data_json);
  reply.failure = options.failed;
  if (options.failed.empty()) return reply;
  if (!result.empty()) throw usage(fmt::format("a service that failed did not end as '{}'; leave out one of the two", result));
  if (!reply.data.empty()) throw usage("a service that failed brings no data; leave out one of the two");
  return reply;
}

Exit answer(Context& context, const Options& options) {
  const CaseId id = parse_case(options.id);
  Session session(options.database, SqliteStore::Open::existing, options.sources, People::optional);
  Engine& engine = session.engine();
  Asked asked;
  asked.before = session.show(id);
  const std::size_t dot = options.name.find('.');
  asked.activity = options.name.substr(0, dot);
  const std::string result = dot == std::string::npos ? "" : options.name.substr(dot + 1);
  asked.to_do = fmt::format("answer for '{}'", options.name);
  const ServiceReply reply = reply_of(*engine.model_of(id), options, result);
  const Step step = engine.answer(id, asked.activity, reply, {.key = options.key});
  return print_step(context, engine, session.people(), step, asked);
}

void add_common(CLI::App& command, Options& options, Context& context) {
  command.add_option("--key", options.key, "what is repeated with the same key is done once")->type_name("TEXT");
  add_people(command, options.sources);
  add_models(command, options.sources);
  add_json(command, context);
}

}  // namespace

void add_send(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      root,
      {"send",
       "From outside",
       "Gives a message to every case that waits for it, or to one.",
       "Without --case it goes to all open cases in which an activity waits for a message of this name that is about them.\n"
       "A value that reads as JSON (a number, true, a list, a map) is that; any other is text. For a text of digits write\n"
       "ticket='\"4711\"'. What nothing can take is kept, and it is said why; `itsmflow show` says it again.",
       {"itsmflow send service.db vendor_reply ticket=4711 price=12.5",
        "itsmflow send service.db vendor_reply --case 1 ticket=4711"}},
      context, [options, &context] { return send(context, *options); });
  add_database(*command, options->database);
  command->add_option("MESSAGE", options->name, "the name of the message")->required()->type_name("NAME");
  command->add_option("NAME=VALUE", options->data, "what the message says")->type_name("TEXT");
  command->add_option("--case", options->id, "only to this case, which keeps it until it is taken")->type_name("NUMBER");
  add_common(*command, *options, context);
}

void add_answer(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(root,
                                  {"answer",
                                   "From outside",
                                   "Answers for a service that an activity waits for, or says that it failed.",
                                   "A service that failed is called again as its `retry` says, and then ends as `failed`.",
                                   {"itsmflow answer service.db 1 deploy.deployed rfc.server=web-3",
                                    "itsmflow answer service.db 1 deploy --failed 'no route to host'"}},
                                  context, [options, &context] { return answer(context, *options); });
  add_database(*command, options->database);
  add_case(*command, options->id);
  command->add_option("ACTIVITY[.RESULT]", options->name, "the activity, and how it ends")->required()->type_name("NAME");
  command->add_option("FIELD=VALUE", options->data, "fields and what they hold")->type_name("TEXT");
  command->add_option("--data-json", options->data_json, "fields as a JSON object in a file; - is the standard input")
      ->type_name("FILE");
  command->add_option("--failed", options->failed, "it failed, and why")->type_name("TEXT");
  add_common(*command, *options, context);
}

}  // namespace itsmflow::cli
