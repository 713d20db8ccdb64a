#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/text.hpp"
#include "json/json.hpp"

#include "cli/values.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

struct Options {
  std::string database;
  std::string actor;
  Sources sources;
};

/// Page after page.
template <class Ask>
auto all_of(const Ask& ask) {
  OfferFilter filter;
  auto all = ask(filter);
  for (auto page = all; !page.empty();) {
    filter.after = page.back().case_id;
    page = ask(filter);
    all.insert(all.end(), page.begin(), page.end());
  }
  return all;
}

std::string status_text(const Offer& offer) {
  std::string text(to_string(offer.status));
  if (offer.status == WorkStatus::handed_over && !offer.giver.empty()) text = "handed over by " + visible(offer.giver);
  if (!offer.note.empty()) text += ": " + visible(offer.note);
  return text;
}

void add_offers(Table& table, const Engine& engine, const std::vector<Offer>& offers) {
  for (const Offer& offer : offers) {
    const std::string ends = endings(offer);
    const auto model = engine.model_of(offer.case_id);
    const std::string title = title_of(*model, offer.activity);
    table.row({fmt::format("case {}", offer.case_id.value), visible(offer.process), name_of(offer, *model), status_text(offer),
               fmt::format("{}{}{}", title, title.empty() || ends.empty() ? "" : ": ", ends)});
  }
}

void add_verdicts(Table& table, const std::vector<VerdictOffer>& verdicts) {
  for (const VerdictOffer& verdict : verdicts) {
    const std::string id = fmt::format("case {}", verdict.case_id.value);
    if (!verdict.deviation) {
      table.row({id, visible(verdict.process), "outcome", "undecided", "Say how the case turned out"});
      continue;
    }
    const DeviationView& deviation = *verdict.deviation;
    const std::string until = deviation.due ? " until " + moment(*deviation.due) : "";
    table.row({id, visible(verdict.process), fmt::format("confirm {}", deviation.number),
               deviation.confirmation == ConfirmationStatus::late   ? "late"
               : deviation.confirmation == ConfirmationStatus::none ? "outcome rests on it"
                                                                    : "awaited" + until,
               fmt::format("{} of '{}' by {}, motive {}{}", to_string(deviation.kind), visible(deviation.activity),
                           visible(deviation.person), visible(deviation.motive),
                           deviation.because.empty() ? "" : ": " + visible(deviation.because))});
  }
}

Exit worklist(Context& context, const Options& options) {
  Session session(options.database, SqliteStore::Open::read_only, options.sources, People::needed);
  warn_of_unknown_roles(context.terminal, options.sources, session.engine().library(), session.people());
  const Engine& engine = session.engine();
  const auto offers = all_of([&](const OfferFilter& filter) { return engine.offers_for(options.actor, filter); });
  const auto verdicts = all_of([&](const OfferFilter& filter) { return engine.verdicts_for(options.actor, filter); });
  if (context.json) {
    context.terminal.json({{"actor", options.actor}, {"offers", to_json_list(offers)}, {"verdicts", to_json_list(verdicts)}});
    return Exit::ok;
  }
  const std::string who = visible(options.actor);
  const std::size_t count = offers.size() + verdicts.size();
  if (count == 0) {
    context.terminal.line(fmt::format("{} has nothing to do", who));
    return Exit::ok;
  }
  context.terminal.line(fmt::format("{} can do {}:", who, counted(count, "thing", "things")));
  Table table("  ");
  add_offers(table, engine, offers);
  add_verdicts(table, verdicts);
  context.terminal.print(table.text());
  return Exit::ok;
}

}  // namespace

void add_worklist(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      root,
      {"worklist",
       "Cases",
       "Lists what a person may do now or has in hand, over all cases.",
       "Deviations that wait for his confirmation, and cases that wait for him to say how they turned out, are among it.",
       {"itsmflow worklist service.db --as bo --people people.yaml", "itsmflow worklist service.db --as bo --json"}},
      context, [options, &context] { return worklist(context, *options); });
  add_database(*command, options->database);
  add_actor(*command, options->actor, "the person");
  add_people(*command, options->sources);
  add_json(*command, context);
}

}  // namespace itsmflow::cli
