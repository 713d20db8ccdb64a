#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <unordered_set>

namespace itsmflow::lang {

namespace {

/// Lower case, and blanks for all that isn't a letter or a digit: `Change-request` and `change_request` are "change request".
std::string folded(std::string_view text) {
  std::string words;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    words += byte >= 0x80 || std::isalnum(byte) != 0 ? static_cast<char>(std::tolower(byte)) : ' ';
  }
  return words;
}

/// Everything that a model says in words, one blank around each.
class SpokenWords {
 public:
  void add(std::string_view text) {
    std::string word;
    for (const char c : folded(text) + ' ') {
      if (c != ' ') {
        word += c;
      } else if (!word.empty()) {
        all_ += ' ' + word;
        words_.insert(word);
        word.clear();
      }
    }
    all_ += " .";
  }

  bool contains(std::string_view term) const {
    SpokenWords phrase;
    phrase.add(term);
    if (phrase.words_.empty()) return true;  // nothing that could be looked for
    // Plurals of English words are the same word.
    const bool may = std::ranges::all_of(
        phrase.words_, [&](const std::string& word) { return words_.contains(word) || words_.contains(word + "s"); });
    if (!may) return false;
    const std::string text = phrase.all_.substr(0, phrase.all_.size() - 2);
    return all_.find(text + " ") != std::string::npos || all_.find(text + "s ") != std::string::npos;
  }

 private:
  std::string all_;
  std::unordered_set<std::string> words_;
};

void add(SpokenWords& spoken, const Wording& wording) {
  spoken.add(wording.title);
  spoken.add(wording.why);
  spoken.add(wording.doc);
}

template <class Thing>
void add_all(SpokenWords& spoken, const std::vector<Thing>& things) {
  for (const Thing& thing : things) {
    spoken.add(thing.id);
    add(spoken, thing.wording);
  }
}

SpokenWords words_of(const Model& model) {
  SpokenWords spoken;
  add(spoken, model.wording);
  add(spoken, model.start.wording);
  add_all(spoken, model.roles);
  add_all(spoken, model.objects);
  add_all(spoken, model.activities);
  for (const ObjectType& object : model.objects) {
    add_all(spoken, object.fields);
    for (const std::string& state : object.states) spoken.add(state);
  }
  for (const Activity& activity : model.activities) add_all(spoken, activity.results);
  for (const Rule& rule : model.rules) add(spoken, rule.wording);
  add(spoken, model.deviations.wording);
  add_all(spoken, model.deviations.motives);
  for (const Allowance& line : model.deviations.lines) add(spoken, line.wording);
  add(spoken, model.outcomes.wording);
  add_all(spoken, model.outcomes.outcomes);
  return spoken;
}

void find_unused_terms(Context& context) {
  if (context.model.vocabulary.empty()) return;
  SpokenWords spoken = words_of(context.model);
  for (const Term& term : context.model.vocabulary) {
    const bool used =
        spoken.contains(term.term) || std::ranges::any_of(term.also, [&](const auto& word) { return spoken.contains(word); });
    if (used) continue;
    context.findings.warning("unused-term", term.span, "term " + quoted(term.term) + " is never used")
        .help("use it in a title, a why or a doc, or take it out");
  }
}

void find_unused_roles(Context& context) {
  for (std::size_t i = 0; i < context.model.roles.size(); ++i) {
    if (context.role_used[i]) continue;
    const Role& role = context.model.roles[i];
    context.findings.warning("unused-role", role.span, "role " + quoted(role.id) + " is never used")
        .help("name it in an activity, or take it out");
  }
}

void find_unused_motives(Context& context) {
  for (std::size_t i = 0; i < context.model.deviations.motives.size(); ++i) {
    if (context.motive_used[i]) continue;
    const DeclaredMotive& motive = context.model.deviations.motives[i];
    context.findings.warning("unused-motive", motive.span, "motive " + quoted(motive.id) + " is never used")
        .help("name it in a line of 'allow', or take it out");
  }
}

void find_unused_fields(Context& context) {
  for (const ObjectType& object : context.model.objects) {
    for (const Field& field : object.fields) {
      if (context.slot_used[field.slot]) continue;
      context.findings.warning("unused-field", field.span, "field " + quoted(object.id + "." + field.id) + " is never used")
          .help("name it in an activity, or take it out");
    }
  }
}

}  // namespace

void find_unused(Context& context) {
  // What is misspelt or can't be read may have been the use.
  const Findings& found = context.findings;
  if (!context.wording_unread && !found.any_of({"duplicate-key"})) find_unused_terms(context);
  if (found.any_of({"not-supported", "wrong-type", "unknown-key", "unexpected-tag", "duplicate-key", "no-performer"})) return;
  if (found.any_of({"alias-cycle", "bad-alias", "bad-merge", "complex-key", "syntax", "unknown-alias"})) return;
  if (!found.any_of({"unknown-role"})) find_unused_roles(context);
  if (!found.any_of({"unknown-motive"})) find_unused_motives(context);
  if (!found.any_of({"unknown-field", "unknown-object", "guard-syntax", "bad-row", "bad-anchor"})) find_unused_fields(context);
}

}  // namespace itsmflow::lang
