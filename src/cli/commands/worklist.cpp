#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "cli/json.hpp"
#include "cli/options.hpp"
#include "cli/text.hpp"
#include "cli/values.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  std::string actor;
  Sources sources;
};

std::vector<Offer> all_offers(const Engine& engine, const std::string& actor) {
  std::vector<Offer> all;
  OfferFilter filter;
  for (;;) {
    std::vector<Offer> page = engine.offers_for(actor, filter);
    if (page.empty()) return all;
    filter.after = page.back().case_id;
    all.insert(all.end(), std::make_move_iterator(page.begin()), std::make_move_iterator(page.end()));
  }
}

std::string status_text(const Offer& offer) {
  std::string text(word(offer.status));
  if (offer.status == WorkStatus::handed_over && !offer.giver.empty()) text = "handed over by " + visible(offer.giver);
  if (!offer.note.empty()) text += ": " + visible(offer.note);
  return text;
}

std::string offers_text(const Engine& engine, const std::vector<Offer>& offers) {
  Table table("  ");
  for (const Offer& offer : offers) {
    const std::string ends = endings(offer);
    const auto model = engine.model_of(offer.case_id);
    const std::string title = title_of(*model, offer.activity);
    table.row({fmt::format("case {}", offer.case_id.value), visible(offer.process), name_of(offer, *model), status_text(offer),
               fmt::format("{}{}{}", title, title.empty() || ends.empty() ? "" : ": ", ends)});
  }
  return table.text();
}

Exit worklist(Context& context, const Options& options) {
  Session session(options.database, SqliteStore::Open::read_only, options.sources, People::needed);
  warn_of_unknown_roles(context.terminal, options.sources, session.engine().library(), session.people());
  const std::vector<Offer> offers = all_offers(session.engine(), options.actor);
  if (context.json) {
    context.terminal.json({{"actor", options.actor}, {"offers", to_json_list(offers)}});
    return Exit::ok;
  }
  const std::string who = visible(options.actor);
  if (offers.empty()) {
    context.terminal.line(fmt::format("{} has nothing to do", who));
    return Exit::ok;
  }
  context.terminal.line(fmt::format("{} can do {}:", who, counted(offers.size(), "thing", "things")));
  context.terminal.print(offers_text(session.engine(), offers));
  return Exit::ok;
}

}  // namespace

void add_worklist(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(root,
                  {"worklist",
                   "Cases",
                   "Lists what a person may do now or has in hand, over all cases.",
                   "",
                   {"itsmflow worklist service.db --as bo --people people.yaml", "itsmflow worklist service.db --as bo --json"}},
                  context, [options, &context] { return worklist(context, *options); });
  add_database(*command, options->database);
  add_actor(*command, options->actor, "the person");
  add_people(*command, options->sources);
  add_json(*command, context);
}

}  // namespace itsmflow::cli
