#include "import/behaviour.hpp"

#include "base/text_distance.hpp"
#include "source/finding.hpp"
#include "verify/soundness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace itsmflow::pnml {
namespace {

using List = std::vector<std::uint32_t>;

bool contains(const List& list, std::uint32_t one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

/// Says what was proved of a net in the words of whoever drew it.
class Teller {
 public:
  explicit Teller(const Net& net) : net_(net) {}

  Diagnostic tell(const SoundnessFault& fault) const {
    switch (fault.kind) {
      case SoundnessFault::Kind::multi_merge:
        return multi_merge(fault);
      case SoundnessFault::Kind::deadlock:
        return fault.marked.empty() ? empty(fault) : deadlock(fault);
      case SoundnessFault::Kind::livelock:
        return livelock(fault);
      case SoundnessFault::Kind::leftover:
        return leftover(fault);
      case SoundnessFault::Kind::dead:
        break;
    }
    const Node& transition = net_.transitions[fault.subject];
    return source::finding("dead-activity", fmt::format("the transition {} can never fire", called(transition)),
                           net_.span(transition),
                           "see which of its places never has a token together with the others, or take it out",
                           "dead: no marking that can be reached enables it");
  }

 private:
  const Node& place(std::uint32_t p) const { return net_.places[p]; }
  std::string places(const List& which) const { return called(net_.places, which); }
  static const char* have(const List& which) { return which.size() == 1 ? "has a token" : "have tokens"; }

  /// The way, and at its end the words that say what is wrong there.
  void add_trace(Diagnostic& found, const SoundnessFault& fault, const Node& at, std::string words) const {
    for (const std::uint32_t t : fault.way) found.trace.push_back({net_.span(net_.transitions[t]), called(net_.transitions[t])});
    found.trace.push_back({net_.span(at), std::move(words)});
  }

  Diagnostic multi_merge(const SoundnessFault& fault) const {
    const Node& at = place(fault.subject);
    Diagnostic found = source::finding("multi-merge", fmt::format("the place {} can get a second token", called(at)), net_.span(at),
                                       "let branches that go on side by side meet in one transition, or let only one of them begin",
                                       "the net isn't safe: a place holds one token at most");
    add_trace(found, fault, at, fmt::format("{} has a token already and gets a second one", called(at)));
    return found;
  }

  Diagnostic deadlock(const SoundnessFault& fault) const {
    const List waiting = waiting_places(fault.marked);
    const Node& at = place(waiting.front());
    Diagnostic found = source::finding(
        "deadlock", fmt::format("a case can get stuck with {} in {}", waiting.size() == 1 ? "a token" : "tokens", places(waiting)),
        net_.span(at), {}, what_it_waits_for(waiting.front(), fault.marked));
    if (takers_of(waiting.front()).empty())
      found.help = "lead an arc on from there, or say that cases may end so: <finalmarkings>";
    else
      found.help = "let what forks also join, and let a choice end in places that go on with one of its branches";
    add_trace(found, fault, at, fmt::format("only {} {}, and no transition can fire", places(fault.marked), have(fault.marked)));
    return found;
  }

  /// Without the places where a case may end, as long as there are others.
  List waiting_places(const List& marked) const {
    List waiting;
    for (const std::uint32_t p : marked)
      if (std::none_of(net_.finals.begin(), net_.finals.end(), [&](const List& places) { return contains(places, p); }))
        waiting.push_back(p);
    return waiting.empty() ? marked : waiting;
  }

  List takers_of(std::uint32_t p) const {
    List takers;
    for (std::uint32_t t = 0; t < net_.transitions.size(); ++t)
      if (contains(net_.petri.transitions[t].take, p)) takers.push_back(t);
    return takers;
  }

  std::string what_it_waits_for(std::uint32_t p, const List& marked) const {
    const List takers = takers_of(p);
    if (takers.empty()) return "no arc leads on from here";
    List missing;
    for (const std::uint32_t q : net_.petri.transitions[takers.front()].take)
      if (!contains(marked, q)) missing.push_back(q);
    return fmt::format("{} needs a token in {} too", called(net_.transitions[takers.front()]), places(missing));
  }

  Diagnostic empty(const SoundnessFault& fault) const {
    const Node& at = fault.way.empty() ? net_.transitions.front() : net_.transitions[fault.way.back()];
    Diagnostic found =
        source::finding("deadlock", fmt::format("after {} no place may have a token any more, and no case ends so", called(at)),
                        net_.span(at), "lead an arc from it to where the case goes on or ends");
    add_trace(found, fault, at, "no place has a token, and no transition can fire");
    return found;
  }

  Diagnostic livelock(const SoundnessFault& fault) const {
    const Node& at = fault.way.empty() ? place(fault.marked.front()) : net_.transitions[fault.way.back()];
    const std::string when = fault.way.empty() ? "from its start" : "after " + called(at);
    Diagnostic found =
        source::finding("livelock", fmt::format("{} a case can go on for ever, and no final marking can be reached", when),
                        net_.span(at), "give the circle that it runs in a way out");
    add_trace(found, fault, at,
              fmt::format("{} {}, and whatever follows, no final marking is reached", places(fault.marked), have(fault.marked)));
    return found;
  }

  Diagnostic leftover(const SoundnessFault& fault) const {
    const List& reached = net_.finals[fault.subject];
    List left;
    std::set_difference(fault.marked.begin(), fault.marked.end(), reached.begin(), reached.end(), std::back_inserter(left));
    const Node& at = left.empty() ? place(reached.front()) : place(left.front());
    Diagnostic found = source::finding(
        "leftover-work", fmt::format("a case can reach its end while {} still {}", places(left), have(left)), net_.span(at),
        "let the end wait for all branches, or let the others not begin", "left over: the case isn't completed properly");
    found.related.push_back(
        {net_.span(place(reached.front())), reached.size() == 1 ? "the final marking" : "in the final marking"});
    add_trace(found, fault, place(reached.front()),
              fmt::format("{} {}, and so {} {}", places(reached), have(reached), left.size() == 1 ? "has" : "have", places(left)));
    return found;
  }

  const Net& net_;
};

std::string with_separators(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

}  // namespace

Diagnostic tell(const Net& net, const SoundnessFault& fault) {
  return Teller(net).tell(fault);
}

Diagnostic tell_undecided(const Net& net, std::size_t markings, std::size_t most) {
  const std::size_t looked_at = std::min(markings, most);
  // Whether transitions are dead can take longer than finding all markings.
  const std::string why = looked_at == most ? fmt::format(": there are more than {} markings", with_separators(most))
                                            : fmt::format(", after {} of its markings", with_separators(looked_at));
  Diagnostic undecided =
      source::finding("undecided", "it isn't decided whether the net is sound" + why, net.document->span(net.range),
                      fmt::format("`--max-states {}` looks at up to ten times as many; or divide the net", most * 10));
  undecided.severity = Severity::warning;
  return undecided;
}

void judge_behaviour(const Net& net, std::size_t most, Diagnostics& diagnostics) {
  const Soundness verdict = judge_soundness(net.petri, net.finals, most);
  for (const SoundnessFault& fault : verdict.faults) diagnostics.push_back(tell(net, fault));
  if (!verdict.decided) diagnostics.push_back(tell_undecided(net, verdict.markings, most));
}

}  // namespace itsmflow::pnml
