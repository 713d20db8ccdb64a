// Fields that are computed: by `is`, or by a table. They are ordered, so that each comes after those that it reads.

#include "lang/elements.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"
#include "lang/tables.hpp"
#include "model/sensitive.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace itsmflow::lang {

namespace {

/// A chain that computes through more fields than anybody can follow; computing recurses.
constexpr std::size_t kMaxChain = 50;

void read_computed_field(Context& context, const FieldRef& ref, const source::Node& node) {
  const AboutElement element(context, object_with_many(context, ref.object));
  auto expression = read_derived_expression(context, node, ref);
  if (!expression) return;
  const auto& slots = expression->slots();
  if (std::ranges::binary_search(slots, extra_slot(context.model, ExtraSlot::actor_id))) {
    context.findings
        .error("derived-actor", origin(node).span,
               "field " + quoted(context.model.path(ref)) + " reads 'actor.id', but what is computed is the same for everybody")
        .help("compute it with `sets` of the activity that somebody does");
    return;
  }
  context.model.objects[ref.object].fields[ref.field].is = std::move(*expression);
  context.slot_used[ref.slot] = true;
}

/// The derived fields as a graph: who reads whom.
class Order {
 public:
  explicit Order(Context& context) : context_(context), model_(context.model), of_slot_(model_.slot_count) {
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o)
      for (std::uint32_t f = 0; f < model_.objects[o].fields.size(); ++f) {
        const Field& field = model_.objects[o].fields[f];
        if (!field.is_derived()) continue;
        of_slot_[field.slot] = fields_.size();
        fields_.push_back({{o, f, field.slot, field.span}, {}});
      }
  }

  void run() {
    std::vector<std::size_t> waits(fields_.size(), 0);
    std::vector<std::vector<std::size_t>> readers(fields_.size());
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const std::vector<std::size_t> read = derived_read_by(i);
      for (const std::size_t other : read) readers[other].push_back(i);
      waits[i] = read.size();
      if (read.empty()) ready.push_back(i);
    }
    std::vector<bool> done(fields_.size(), false);
    std::vector<std::size_t> chain(fields_.size(), 1);
    for (std::size_t next = 0; next < ready.size(); ++next) {
      const std::size_t i = ready[next];
      done[i] = true;
      settle(i);
      if (chain[i] == kMaxChain + 1) report_chain(i);
      for (const std::size_t reader : readers[i]) {
        chain[reader] = std::max(chain[reader], chain[i] + 1);
        if (--waits[reader] == 0) ready.push_back(reader);
      }
    }
    report_circles(done);
  }

 private:
  std::vector<std::uint32_t> slots_of(std::size_t i) const {
    const Field& field = model_.field(fields_[i].field);
    std::vector<std::uint32_t> slots;
    if (field.is) slots = field.is.slots();
    if (field.table)
      for (const TableColumn& column : model_.tables[*field.table].by) slots.push_back(column.slot);
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o)  // a list of elements shows all their fields
      if (std::ranges::find(slots, elements_slot(model_, o)) != slots.end())
        for (const Field& shown : model_.objects[o].fields) slots.push_back(shown.slot);
    std::ranges::sort(slots);
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    return slots;
  }

  std::vector<std::size_t> derived_read_by(std::size_t i) const {
    std::vector<std::size_t> read;
    for (const std::uint32_t slot : slots_of(i))
      if (slot < of_slot_.size() && of_slot_[slot]) read.push_back(*of_slot_[slot]);
    return read;
  }

  /// All that it reads is settled. What is computed from something sensitive tells of it.
  void settle(std::size_t i) {
    Field& field = model_.objects[fields_[i].field.object].fields[fields_[i].field.field];
    for (const std::uint32_t slot : slots_of(i)) field.sensitive = field.sensitive || is_sensitive(model_, slot);
    std::vector<std::uint32_t>& inputs = fields_[i].inputs;
    for (const std::uint32_t slot : slots_of(i)) {
      const auto derived = slot < of_slot_.size() ? of_slot_[slot] : std::nullopt;
      if (!derived) {
        inputs.push_back(slot);
      } else {
        inputs.insert(inputs.end(), fields_[*derived].inputs.begin(), fields_[*derived].inputs.end());
      }
    }
    std::ranges::sort(inputs);
    inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
    model_.derived.push_back(fields_[i]);
    model_.derived_of_slot.resize(model_.slot_count);
    model_.derived_of_slot[fields_[i].field.slot] = static_cast<std::uint32_t>(model_.derived.size());
  }

  void report_chain(std::size_t i) {
    context_.findings
        .error("too-deep", fields_[i].field.span,
               "field " + quoted(model_.path(fields_[i].field)) + " is computed through more than " + std::to_string(kMaxChain) +
                   " other fields")
        .help("compute it from fewer steps");
  }

  /// Each circle once: from any field that is left, along those that are left.
  void report_circles(std::vector<bool>& done) {
    std::vector<std::size_t> walked(fields_.size(), 0);
    std::size_t walk = 0;
    for (std::size_t start = 0; start < fields_.size(); ++start) {
      if (done[start]) continue;
      ++walk;
      std::vector<std::size_t> way;
      std::size_t at = start;
      while (!done[at] && walked[at] != walk) {
        walked[at] = walk;
        way.push_back(at);
        const auto read = derived_read_by(at);
        const auto next = std::ranges::find_if(read, [&](std::size_t other) { return !done[other]; });
        if (next == read.end()) break;  // it led into a circle that has been told
        at = *next;
      }
      const auto begin = std::ranges::find(way, at);
      if (walked[at] == walk && begin != way.end() && reads(way.back(), at)) report_circle({begin, way.end()});
      for (const std::size_t i : way) done[i] = true;
    }
  }

  bool reads(std::size_t i, std::size_t other) const {
    const auto read = derived_read_by(i);
    return std::ranges::find(read, other) != read.end();
  }

  void report_circle(std::vector<std::size_t> circle) {
    std::ranges::rotate(circle, std::ranges::min_element(circle));
    std::string names;
    for (const std::size_t i : circle) names += model_.path(fields_[i].field) + " -> ";
    names += model_.path(fields_[circle.front()].field);
    const FieldRef& first = fields_[circle.front()].field;
    Finding finding = context_.findings.error("derived-cycle", first.span,
                                              "field " + quoted(model_.path(first)) + " is computed from itself: " + names);
    for (std::size_t i = 1; i < circle.size(); ++i) finding.related(fields_[circle[i]].field.span, "through this one");
    finding.help("let one of them be given, or computed from something else");
  }

  Context& context_;
  Model& model_;
  std::vector<DerivedField> fields_;                 ///< in the order of the text
  std::vector<std::optional<std::size_t>> of_slot_;  ///< by slot: the derived field
};

}  // namespace

void read_derived(Context& context, const Mapping& model) {
  for (std::uint32_t o = 0; o < context.model.objects.size(); ++o) {
    for (const auto& [index, node] : context.object_names[o].computed) {
      const Field& field = context.model.objects[o].fields[index];
      read_computed_field(context, {o, index, field.slot, field.span}, *node);
    }
  }
  read_tables(context, model);
  Order(context).run();
}

}  // namespace itsmflow::lang
