#include "import/pnml.hpp"

#include "base/text_distance.hpp"
#include "import/labels.hpp"
#include "source/finding.hpp"
#include "source/node.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace itsmflow::pnml {
namespace {

std::string quoted(std::string_view word) {
  return "'" + source::clip(word) + "'";
}

constexpr std::size_t kMostReferences = 100;  ///< from one to the next

class Reader {
 public:
  Reader(std::shared_ptr<const SourceText> source, Diagnostics& diagnostics)
      : document_(std::make_shared<const xml::Document>(std::move(source), diagnostics)), diagnostics_(diagnostics) {}

  std::optional<Net> run() {
    const std::size_t before = diagnostics_.size();
    if (!document_->root() || !find_net() || !check_type()) return std::nullopt;
    net_.document = document_;
    net_.range = document_->range(element_);
    const auto label = label_of(*document_, element_, "name");
    net_.name = label ? label->text : element_.attribute("id").value();
    collect();
    for (const pugi::xml_node arc : arcs_) add_arc(arc);
    for (std::uint32_t p = 0; p < initial_.size(); ++p) add_initial(p);
    for (const pugi::xml_node finals : finals_) add_finals(finals);
    if (diagnostics_.size() > before) return std::nullopt;
    check_ends();
    if (diagnostics_.size() > before) return std::nullopt;
    name_nodes();
    return std::move(net_);
  }

 private:
  enum class Kind { place, transition };
  /// What an id stands for. Of a reference node `number` isn't known; `refers_to` says where to look on.
  struct Target {
    Kind kind = Kind::place;
    std::uint32_t number = 0;
    xml::Range range;
    std::optional<std::string> refers_to;
  };

  void error(std::string rule, std::string message, xml::Range range, std::string help) {
    if (diagnostics_.size() < source::kMaxFindings)  // what is said of the rest is no news
      diagnostics_.push_back(source::finding(std::move(rule), std::move(message), document_->span(range), std::move(help)));
  }
  void not_supported(std::string message, xml::Range range, std::string help) {
    error("not-supported", std::move(message), range, std::move(help));
  }

  bool find_net() {
    const pugi::xml_node root = document_->root();
    if (xml::local_name(root) != "pnml") {
      error("not-a-net", fmt::format("this is no PNML: its outermost element is {}", quoted(root.name())), document_->range(root),
            xml::local_name(root) == "definitions" ? "BPMN is not read yet; save the process as a net in PNML"
                                                   : "give a file whose outermost element is <pnml>");
      return false;
    }
    for (const pugi::xml_node child : root.children()) {
      if (xml::local_name(child) != "net") continue;
      if (element_) {
        error("several-nets", "the file holds several nets, and which of them is meant isn't said", document_->range(child),
              "save each net in a file of its own");
        return false;
      }
      element_ = child;
    }
    if (!element_) error("not-a-net", "there is no net in this file", document_->range(root), "put a <net> into it");
    return static_cast<bool>(element_);
  }

  /// Place/transition nets under the names that they go by in files of different age.
  bool check_type() {
    const pugi::xml_attribute type = element_.attribute("type");
    const std::string name = in_small_letters(type.value());
    const auto has = [&](std::string_view part) { return name.find(part) != std::string::npos; };
    if (name.empty() || has("ptnet") || has("pnmlcoremodel") || has("epnml") || name == "p/t net") return true;
    not_supported(fmt::format("the net is of the type {}; only place/transition nets are read", quoted(type.value())),
                  document_->range(element_, type),
                  "save it as a place/transition net: type=\"http://www.pnml.org/version-2009/grammar/ptnet\"");
    return false;
  }

  void collect() {
    for (pugi::xml_node node = xml::next(element_, element_); node;) {
      const std::string_view name = xml::local_name(node);
      if (name == "page") {
        node = xml::next(node, element_);
        continue;
      }
      if (name == "place") add_node(node, Kind::place);
      if (name == "transition") add_node(node, Kind::transition);
      if (name == "referencePlace") add_reference(node, Kind::place);
      if (name == "referenceTransition") add_reference(node, Kind::transition);
      if (name == "arc") arcs_.push_back(node);
      if (name == "finalmarkings") finals_.push_back(node);
      if (name == "toolspecific" && xml::child(node, "finalmarkings")) finals_.push_back(xml::child(node, "finalmarkings"));
      node = xml::next(node, element_, xml::Skip::inside);
    }
    net_.petri.places = net_.places.size();
  }

  void add_node(pugi::xml_node element, Kind kind) {
    std::vector<Node>& nodes = kind == Kind::place ? net_.places : net_.transitions;
    Node node;
    node.id = element.attribute("id").value();
    node.range = document_->range(element, element.attribute("id"));
    const auto name = label_of(*document_, element, "name");
    node.name = name ? name->text : node.id;
    if (kind == Kind::place) {
      initial_.push_back(element);
      if (const auto limit = label_of(*document_, element, "capacity"); limit && limit->text != "0")
        not_supported(fmt::format("the place {} has a capacity", quoted(node.name)), limit->range,
                      "take it out; whether a place can get a second token is found by itself");
    } else {
      node.is_silent = is_silent(element);
      net_.petri.transitions.emplace_back();
      check_guard(element, node.name);
    }
    register_id(node.id, {kind, static_cast<std::uint32_t>(nodes.size()), node.range, std::nullopt}, element);
    nodes.push_back(std::move(node));
  }

  void check_guard(pugi::xml_node element, const std::string& name) {
    const pugi::xml_attribute guard = element.attribute("guard");
    const pugi::xml_node variable = xml::child(element, "readVariable");
    if (*guard.value() == '\0' && !variable) return;
    not_supported(fmt::format("the transition {} has a guard over data", quoted(name)),
                  *guard.value() == '\0' ? document_->range(variable) : document_->range(element, guard),
                  "take the data out of the net; guards are written in the model that `itsmflow import` makes");
  }

  void add_reference(pugi::xml_node element, Kind kind) {
    const xml::Range range = document_->range(element, element.attribute("ref"));
    register_id(element.attribute("id").value(), {kind, 0, range, element.attribute("ref").value()}, element);
  }

  void register_id(const std::string& id, const Target& target, pugi::xml_node element) {
    const xml::Range range = document_->range(element, element.attribute("id"));
    if (id.empty()) {
      error("missing-id", fmt::format("this {} has no id", element.name()), range, "give it one: id=\"…\"");
      return;
    }
    const auto [known, fresh] = targets_.try_emplace(id, target);
    if (fresh) return;
    error("duplicate-id", fmt::format("the id {} stands twice", quoted(id)), range,
          "give each its own, and see which arcs mean which");
    if (diagnostics_.back().rule == "duplicate-id" && diagnostics_.back().related.empty())
      diagnostics_.back().related.push_back({document_->span(known->second.range), "first here"});
  }

  /// What an id stands for in the end.
  const Target* resolve(const std::string& id, xml::Range range) {
    const auto found = targets_.find(id);
    if (found == targets_.end()) {
      std::vector<std::string> ids;
      if (targets_.size() < 1000)
        for (const auto& [known, target] : targets_) ids.push_back(known);
      const auto close = closest(id, ids);
      error("unknown-node", fmt::format("there is no place and no transition {}", quoted(id)), range,
            close ? fmt::format("did you mean {}?", quoted(*close)) : "name one by its id");
      return nullptr;
    }
    const Target* target = &found->second;
    for (std::size_t steps = 0; target->refers_to; ++steps) {
      const std::string kind = target->kind == Kind::place ? "place" : "transition";
      const auto next = targets_.find(*target->refers_to);
      if (next == targets_.end())
        return refuse_reference(*target, fmt::format("there is no {} {}", kind, quoted(*target->refers_to)));
      if (next->second.kind != target->kind)
        return refuse_reference(*target, fmt::format("{} is no {}", quoted(*target->refers_to), kind));
      if (steps > kMostReferences)
        return refuse_reference(found->second, "it comes back to itself, or is one of too many in a row");
      target = &next->second;
    }
    return target;
  }

  const Target* refuse_reference(const Target& reference, const std::string& why) {
    if (bad_references_.insert(reference.range.begin).second)
      error("unknown-node", "this reference leads nowhere: " + why, reference.range,
            fmt::format("let it name a {}", reference.kind == Kind::place ? "place" : "transition"));
    return nullptr;
  }

  const Target* end_of(pugi::xml_node arc, const char* end) {
    const pugi::xml_attribute id = arc.attribute(end);
    return resolve(id.value(), document_->range(arc, id));
  }

  void add_arc(pugi::xml_node arc) {
    if (const auto kind = unusual_kind_of(*document_, arc)) {
      not_supported(fmt::format("an arc of the kind {} is not read", quoted(kind->name)), kind->range,
                    "say it with ordinary arcs; to look at a token is to take it and to put it back");
      return;
    }
    const auto weight = label_of(*document_, arc, "inscription");
    if (weight && weight->text != "1") {
      not_supported(fmt::format("an arc has the weight {}; a place holds one token at most", quoted(weight->text)), weight->range,
                    "write a place for each of the tokens");
      return;
    }
    const Target* source = end_of(arc, "source");
    const Target* target = end_of(arc, "target");
    if (source == nullptr || target == nullptr) return;
    if (source->kind == target->kind) {
      const std::string kind = source->kind == Kind::place ? "place" : "transition";
      error("wrong-ends", fmt::format("an arc leads from a {} to a {}", kind, kind), document_->range(arc),
            source->kind == Kind::place ? "put a transition between the two" : "put a place between the two");
      return;
    }
    const bool takes = source->kind == Kind::place;
    PetriNet::Transition& transition = net_.petri.transitions[takes ? target->number : source->number];
    std::vector<std::uint32_t>& places = takes ? transition.take : transition.put;
    const std::uint32_t place = takes ? source->number : target->number;
    if (!arcs_between_.insert({source, target}).second) {
      not_supported("a second arc leads the same way; together they have the weight 2", document_->range(arc),
                    "take one of them out");
      return;
    }
    places.push_back(place);
  }

  /// How many tokens a label says: none, or one.
  bool is_one(const Label& label) {
    const auto number = number_in(label.text);
    if (!number)
      error("bad-number", fmt::format("{} is no number of tokens", quoted(label.text)), label.range, "write 0 or 1");
    else if (*number > 1)
      not_supported(fmt::format("{} tokens in one place; a place holds one at most", *number), label.range,
                    "write a place for each of them");
    return number == 1U;
  }

  void add_initial(std::uint32_t place) {
    const pugi::xml_node marking = xml::child(initial_[place], "initialMarking");
    const auto label = text_in(*document_, marking);
    if (marking && !label)
      error("bad-number", "an initial marking without a number", document_->range(marking),
            "write <text>1</text> in it, or take it out");
    if (label && is_one(*label)) net_.petri.initial.push_back(place);
  }

  void add_finals(pugi::xml_node element) {
    for (const pugi::xml_node marking : element.children()) {
      if (xml::local_name(marking) != "marking") continue;
      const std::size_t before = diagnostics_.size();
      std::vector<std::uint32_t> places;
      for (const pugi::xml_node place : marking.children()) {
        if (xml::local_name(place) != "place") continue;
        const pugi::xml_attribute id = place.attribute("idref");
        const Target* target = resolve(id.value(), document_->range(place, id));
        const auto count = text_in(*document_, place);
        const bool is_marked = !count || is_one(*count);
        if (target == nullptr || !is_marked) continue;
        if (target->kind != Kind::place)
          error("wrong-ends", fmt::format("{} is a transition; a marking is of places", quoted(id.value())),
                document_->range(place, id), "name a place");
        else
          places.push_back(target->number);
      }
      std::sort(places.begin(), places.end());
      places.erase(std::unique(places.begin(), places.end()), places.end());
      if (diagnostics_.size() > before) continue;
      if (places.empty())
        error("no-end", "a final marking without a token", document_->range(marking), "name a place in it, or take it out");
      else
        add_final(std::move(places), document_->range(marking));
    }
  }

  void add_final(std::vector<std::uint32_t> places, xml::Range range) {
    const auto holds = [](const auto& more, const auto& less) {
      return std::includes(more.begin(), more.end(), less.begin(), less.end());
    };
    for (const std::vector<std::uint32_t>& other : net_.finals) {
      if (other == places) return;
      if (!holds(other, places) && !holds(places, other)) continue;
      not_supported("of two final markings one has all places of the other, and so a case may be over while work is left", range,
                    "keep one of the two, or let them differ in a place each");
      return;
    }
    net_.finals.push_back(std::move(places));
  }

  void check_ends() {
    if (net_.transitions.empty()) {
      error("not-a-net", "the net has no transitions: nothing can happen in it", document_->range(element_), "add one");
      return;
    }
    std::vector<bool> filled(net_.places.size());
    std::vector<bool> emptied(net_.places.size());
    for (std::size_t t = 0; t < net_.transitions.size(); ++t) {
      const PetriNet::Transition& transition = net_.petri.transitions[t];
      for (const std::uint32_t p : transition.take) emptied[p] = true;
      for (const std::uint32_t p : transition.put) filled[p] = true;
      if (transition.take.empty())
        error("no-input",
              fmt::format("nothing keeps the transition {} from happening, again and again", quoted(net_.transitions[t].name)),
              net_.transitions[t].range, "lead an arc to it from a place");
    }
    if (net_.petri.initial.empty())
      if (const auto place = only_one(emptied, filled)) net_.petri.initial.push_back(*place);
    if (net_.petri.initial.empty())
      error("no-start", "no place has a token at first", document_->range(element_),
            "put one where cases begin: <initialMarking><text>1</text></initialMarking>");
    if (net_.finals.empty())
      if (const auto place = only_one(filled, emptied)) net_.finals.push_back({*place});
    if (net_.finals.empty())
      error("no-end", "it isn't said where cases end, and there isn't just one place from which no arc leads",
            document_->range(element_),
            "add the final markings: <finalmarkings><marking><place idref=\"…\"><text>1</text></place></marking></finalmarkings>");
  }

  /// The only place that has arcs of one kind, and none of the other.
  std::optional<std::uint32_t> only_one(const std::vector<bool>& has, const std::vector<bool>& has_not) const {
    std::optional<std::uint32_t> found;
    for (std::uint32_t p = 0; p < net_.places.size(); ++p) {
      if (!has[p] || has_not[p]) continue;
      if (found) return std::nullopt;
      found = p;
    }
    return found;
  }

  void name_nodes() {
    std::map<std::string_view, std::size_t> count;
    for (const auto* nodes : {&net_.places, &net_.transitions})
      for (const Node& node : *nodes) ++count[node.name];
    for (auto* nodes : {&net_.places, &net_.transitions})
      for (Node& node : *nodes) node.is_named_alone = count[node.name] == 1;
  }

  std::shared_ptr<const xml::Document> document_;
  Diagnostics& diagnostics_;
  pugi::xml_node element_;
  Net net_;
  std::map<std::string, Target> targets_;
  std::set<std::size_t> bad_references_;
  std::set<std::pair<const Target*, const Target*>> arcs_between_;
  std::vector<pugi::xml_node> initial_;  ///< by place: its element
  std::vector<pugi::xml_node> arcs_;
  std::vector<pugi::xml_node> finals_;
};

}  // namespace

std::optional<Net> read(std::shared_ptr<const SourceText> source, Diagnostics& diagnostics) {
  return Reader(std::move(source), diagnostics).run();
}

std::string called(const Node& node) {
  return node.is_named_alone || node.name == node.id ? quoted(node.name)
                                                     : fmt::format("{} ({})", quoted(node.name), source::clip(node.id));
}

std::string called(const std::vector<Node>& nodes, const std::vector<std::uint32_t>& which) {
  std::vector<std::string> words;
  for (const std::uint32_t node : which) words.push_back(called(nodes[node]));
  return enumerate(words, "and", 6);
}

}  // namespace itsmflow::pnml
