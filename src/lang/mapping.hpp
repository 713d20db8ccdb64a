#pragma once

#include "lang/context.hpp"
#include "lang/keys.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow::lang {

/// The thing that a text belongs to, and where it says its name.
struct Owner {
  std::string name;  ///< "activity 'check'"
  Span span;
};

/// One construct in the text, its keys checked against its table: what is unknown, missing, of the wrong shape or not built yet has
/// been reported, and what is left can be read.
class Mapping {
 public:
  /// Nothing and `{}` are a mapping without keys.
  Mapping(Context& context, const source::Node& node, const Construct& construct, Owner owner);

  /// The value of a key that is built and has the right shape; null otherwise.
  const source::Node* get(std::string_view key) const;
  /// The key itself; null where get() is.
  const source::Node* key(std::string_view key) const;
  /// It was written or meant, right or wrong: also by a key that is close to it. No error may follow from its absence.
  bool mentions(std::string_view key) const;

  const Owner& owner() const noexcept { return owner_; }

 private:
  void read_entry(Context& context, const source::Node& node, const source::Node::Entry& entry, const Construct& construct);
  void report_unknown(Context& context, const source::Node& node, const source::Node& key, const Construct& construct);
  void report_missing(Context& context, const Construct& construct) const;

  Owner owner_;
  std::vector<std::pair<const Key*, const source::Node::Entry*>> entries_;
  std::vector<std::string> mentioned_;
  bool complete_ = true;  ///< false: something in it could not be read at all
};

/// Reports that a value has another shape than its key wants, unless that was said already.
void report_shape(Context& context, const source::Node& node, std::string what, std::string_view must_be, const std::string& help);

/// Reports a list or mapping that is empty where something must stand in it.
void report_empty(Context& context, const source::Node& node, const std::string& what, const std::string& help);

/// The language has it, and this version can't run it.
void report_not_supported(Context& context, const Span& span, std::string_view word);

/// "a list", "a mapping", "a single value", "nothing".
std::string_view shape_of(const source::Node& node);

/// Whether the value of `id` can be read as a whole construct (an activity, a role): a mapping, or nothing.
bool is_construct(Context& context, const source::Node& node, const Owner& owner, const std::string& id,
                  const Construct& construct);

/// A key that get() has and its value: "response: [a, b]", wherever the rest stands.
Span span_of(const Mapping& keys, std::string_view name);

/// A key that is true or false; false where it isn't there.
bool read_flag(Context& context, const Mapping& keys, std::string_view name);

/// title, why and doc.
Wording read_wording(Context& context, const Mapping& mapping);

/// The items of a list that are texts; others are reported as items of `what`.
std::vector<const source::Node*> read_items(Context& context, const source::Node& list, const std::string& what);

/// One text, or a list of texts.
std::vector<const source::Node*> one_or_list(Context& context, const source::Node& node, const std::string& what);

}  // namespace itsmflow::lang
