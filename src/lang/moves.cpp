#include "lang/elements.hpp"
#include "lang/row_text.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

constexpr std::string_view kArrow = "->";
constexpr std::string_view kBlanks = " \t\r\n";

/// A stretch of a scalar's text.
struct Piece {
  std::string_view text;
  std::size_t begin = 0;
};

Piece trimmed(Piece piece) {
  const std::size_t first = piece.text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {{}, piece.begin};
  const std::size_t last = piece.text.find_last_not_of(kBlanks);
  return {piece.text.substr(first, last - first + 1), piece.begin + first};
}

std::vector<Piece> split(Piece piece, char at) {
  std::vector<Piece> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(piece.text.find(at, begin), piece.text.size());
    parts.push_back(trimmed({piece.text.substr(begin, end - begin), piece.begin + begin}));
    if (end == piece.text.size()) return parts;
    begin = end + 1;
  }
}

/// Reads the states of one object in one entry of `moves` or `needs`.
class StateReader {
 public:
  StateReader(Context& context, const Node& node, std::uint32_t object, const Owner& owner)
      : context_(context), node_(node), object_(object), owner_(owner) {}

  enum class Kind { move, need };

  /// `a | b`, `any`. `phrase`: "moves incident from". Ascending; `excluded` is what `any` leaves out besides `none` and final states.
  std::vector<std::uint32_t> read_many(Piece piece, const std::string& phrase, std::optional<std::uint32_t> excluded, Kind kind) {
    std::vector<std::uint32_t> states;
    std::vector<bool> seen(type().states.size(), false);
    for (const Piece& word : split(piece, '|')) {
      if (word.text == "any") {
        add_any(word, states, excluded, kind);
      } else if (const auto state = read_one(word, phrase)) {
        if (seen[*state]) report_twice(word);
        seen[*state] = true;
        states.push_back(*state);
      }
    }
    std::ranges::sort(states);
    states.erase(std::unique(states.begin(), states.end()), states.end());
    return states;
  }

  std::optional<std::uint32_t> read_one(const Piece& word, const std::string& phrase) {
    const auto state = names().find(word.text);
    if (state) return state;
    if (!names().complete) return std::nullopt;
    const Span span = node_.part(word.begin, word.begin + word.text.size());
    if (word.text.empty()) {
      report(span, "a state is missing here").help("write the name of a state of " + quoted(type().id));
      return std::nullopt;
    }
    Finding finding =
        context_.findings.error("unknown-state", span, owner_.name + " " + phrase + " unknown state " + quoted(word.text));
    const bool none = names().empty();
    finding.label(none ? quoted(type().id) + " has no states" : quoted(type().id) + " has the states " + listed(names().words()));
    if (names().key) finding.related(names().key, "declared here");
    finding.suggest(word.text, names().words());
    return std::nullopt;
  }

  Finding report(const Span& span, std::string message) { return context_.findings.error("bad-move", span, std::move(message)); }

 private:
  const ObjectType& type() const { return context_.model.objects[object_]; }
  const Names& names() const { return context_.object_names[object_].states; }

  void add_any(const Piece& word, std::vector<std::uint32_t>& states, std::optional<std::uint32_t> excluded, Kind kind) {
    const std::size_t before = states.size();
    std::vector<bool> left_out(type().states.size(), false);
    for (const std::uint32_t final : type().final_states) left_out[final] = true;
    if (excluded) left_out[*excluded] = true;
    for (std::uint32_t i = 0; i < left_out.size(); ++i) {
      if (!left_out[i] && type().states[i] != "none") states.push_back(i);
    }
    if (states.size() == before && names().complete) report_no_state(word, kind);
  }

  /// A move from nowhere could never be made.
  void report_no_state(const Piece& word, Kind kind) {
    const Span span = node_.part(word.begin, word.begin + word.text.size());
    if (names().empty()) {
      report(span, "'any' stands for no state here").label(quoted(type().id) + " has no states");
      return;
    }
    const bool move = kind == Kind::move;
    report(span, move ? "'any' stands for no state here: all are final, none or the target"
                      : "'any' stands for no state here: all are final or none")
        .help(move ? "name the states to come from: `ONE | OTHER -> TO`" : "name the states: `ONE | OTHER`");
  }

  void report_twice(const Piece& word) {
    context_.findings
        .error("duplicate-name", node_.part(word.begin, word.begin + word.text.size()),
               "state " + quoted(word.text) + " is listed twice in " + owner_.name)
        .help("keep one of the two");
  }

  Context& context_;
  const Node& node_;
  std::uint32_t object_;
  const Owner& owner_;
};

std::optional<std::uint32_t> read_object_ref(Context& context, const Node& alias, const Owner& owner, std::string_view verb) {
  const Node& node = origin(alias);
  const std::string name = read_words(context, node);
  const auto object = context.objects.find(name);
  if (object || !context.objects.complete) return object;
  Finding finding =
      context.findings.error("unknown-object", node.span, owner.name + " " + std::string(verb) + " unknown object " + quoted(name));
  finding.label(context.objects.empty() ? "the model has no objects" : "the objects are " + listed(context.objects.words()));
  finding.suggest(name, context.objects.words());
  return std::nullopt;
}

std::optional<Move> read_move(Context& context, const Node& node, std::uint32_t object, const Owner& owner) {
  StateReader reader(context, node, object, owner);
  const ObjectType& type = context.model.objects[object];
  const std::string_view text = node.text;
  if (const auto other = other_arrow(text)) {
    reader.report(node.part(other->begin, other->end()), quoted(other->text) + " is no arrow of a move").help("write ->");
    return std::nullopt;
  }
  const std::size_t arrow = text.find(kArrow);
  if (arrow == std::string_view::npos) {
    reader.report(node.span, "a move needs '->' between two states")
        .help("write `FROM -> TO`, or use `needs` to look at a state only");
    return std::nullopt;
  }
  const Piece to = trimmed({text.substr(arrow + kArrow.size()), arrow + kArrow.size()});
  const Span to_span = node.part(to.begin, to.begin + to.text.size());
  if (to.text.find('|') != std::string_view::npos || to.text.find(kArrow) != std::string_view::npos || to.text == "any") {
    reader.report(to_span, "a move leads to one state")
        .help("write `FROM -> TO`; give the activity a result for each way it can end");
    return std::nullopt;
  }
  const auto target = reader.read_one(to, "moves " + type.id + " to");
  Move move{object, reader.read_many({text.substr(0, arrow), 0}, "moves " + type.id + " from", target, StateReader::Kind::move),
            target.value_or(0), node.span};
  if (!target || move.from.empty()) return std::nullopt;
  if (type.many && move.to == 0 && std::ranges::find(move.from, 0U) != move.from.end()) {
    reader.report(node.span, "a move from 'none' to 'none' adds a " + quoted(type.id) + " that is never there")
        .help("take 'none' out on the left of the arrow");
  } else if (move.from.size() == 1 && move.from.front() == move.to) {
    reader.report(node.span, "a move from " + quoted(to.text) + " to " + quoted(to.text) + " changes nothing")
        .help("use `needs: {" + type.id + ": " + std::string(to.text) + "}` to look at a state only");
  }
  return move;
}

/// Calls `read(object, node)` for each entry that names an object and has a text.
template <class Read>
void for_each_object(Context& context, const Node& mapping, const Owner& owner, std::string_view verb, std::string_view key,
                     Read read) {
  for (const Node::Entry& entry : mapping.entries) {
    const auto object = read_object_ref(context, *entry.key, owner, verb);
    const Node& value = origin(*entry.value);
    if (is_judged(value)) continue;
    if (!is_text(value)) {
      const std::string form = key == "moves" ? "FROM -> TO" : "ONE | OTHER";
      report_shape(context, value, "an entry of " + quoted(key) + " of " + owner.name, "a single value",
                   "write `" + std::string(key) + ": {OBJECT: " + form + "}`");
      continue;
    }
    check_comment(context, value);
    if (object) read(*object, value);
  }
}

}  // namespace

std::vector<Move> read_moves(Context& context, const Node& mapping, const Owner& owner) {
  std::vector<Move> moves;
  for_each_object(context, mapping, owner, "moves", "moves", [&](std::uint32_t object, const Node& node) {
    if (auto move = read_move(context, node, object, owner)) moves.push_back(std::move(*move));
  });
  return moves;
}

std::vector<Need> read_needs(Context& context, const Node& mapping, const Owner& owner) {
  std::vector<Need> needs;
  for_each_object(context, mapping, owner, "needs", "needs", [&](std::uint32_t object, const Node& node) {
    StateReader reader(context, node, object, owner);
    if (const std::size_t arrow = node.text.find(kArrow); arrow != std::string::npos) {
      reader.report(node.span, "'needs' looks at states and changes none").help("use `moves` to change a state, or take '->' out");
      return;
    }
    const ObjectType& type = context.model.objects[object];
    const AskedStates asked = split_asked(node.text);
    if (asked.of != Need::Of::one && !type.many) {
      reader
          .report(node.span, quoted(asked.of == Need::Of::all ? "all" : "any") + " asks over several " + quoted(type.id) +
                                 ", and a case has one")
          .help("name the states alone: `needs: {" + type.id + ": ONE | OTHER}`");
      return;
    }
    const std::string phrase = "needs " + type.id + " in";
    auto states = reader.read_many({std::string_view(node.text).substr(asked.begin), asked.begin}, phrase, std::nullopt,
                                   StateReader::Kind::need);
    if (!states.empty()) needs.push_back({asked.of, object, std::move(states), node.span});
  });
  return needs;
}

}  // namespace itsmflow::lang
