#pragma once

#include "lang/findings.hpp"
#include "source/node.hpp"

#include <itsmflow/model.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace itsmflow::lang {

/// The names of one kind that a part of the model declares, in the order of the text.
class Names {
 public:
  Span key;              ///< the key under which they are declared; none where it isn't there
  bool complete = true;  ///< false: not all could be read, so a name that is missing here proves nothing

  /// The index of a new name; none where it is there already.
  std::optional<std::uint32_t> add(std::string word, const Span& span) {
    const auto index = static_cast<std::uint32_t>(words_.size());
    if (!index_.emplace(word, index).second) return std::nullopt;
    words_.push_back(std::move(word));
    spans_.push_back(span);
    return index;
  }
  std::optional<std::uint32_t> find(std::string_view word) const {
    const auto found = index_.find(word);
    if (found == index_.end()) return std::nullopt;
    return found->second;
  }
  const std::vector<std::string>& words() const noexcept { return words_; }
  const Span& span(std::uint32_t index) const { return spans_.at(index); }
  bool empty() const noexcept { return words_.empty(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const noexcept { return std::hash<std::string_view>{}(word); }
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> index_;
  std::vector<std::string> words_;
  std::vector<Span> spans_;
};

struct ObjectNames {
  Names states;
  Names fields;
  std::vector<std::pair<std::uint32_t, const source::Node*>> computed;  ///< fields with `is`, and what stands behind it
  bool final_given = false;                                             ///< `final` is written, right or wrong
  Span empty_final;                                                     ///< `final: []`
};

/// What is known while one model is read. The readers of the sections fill it, each from what those before it declared.
struct Context {
  explicit Context(source::Document& read) : document(read) {
    for (const Diagnostic& diagnostic : read.diagnostics) {
      faults_[diagnostic.span.source.get()].push_back(diagnostic.span.begin);
    }
    for (auto& [source, places] : faults_) std::ranges::sort(places);
    findings = Findings(std::move(read.diagnostics));
  }

  /// Where the reader of YAML found something in a stretch of a text, ascending. The nodes of one model may stand in several texts.
  std::span<const std::uint32_t> faults_in(const Span& span) const {
    const auto places = faults_.find(span.source.get());
    if (places == faults_.end()) return {};
    const auto first = std::ranges::lower_bound(places->second, span.begin);
    return {first, std::lower_bound(first, places->second.end(), span.end)};
  }

  /// By path: "rfc.accounts". As Model::find_field(), for models of any size.
  std::optional<FieldRef> find_field(std::string_view path) const {
    const std::size_t dot = path.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto object = objects.find(path.substr(0, dot));
    const auto field = object ? object_names[*object].fields.find(path.substr(dot + 1)) : std::nullopt;
    if (!field) return std::nullopt;
    const Field& found = model.objects[*object].fields[*field];
    return FieldRef{*object, *field, found.slot, found.span};
  }

  const source::Document& document;
  Findings findings;
  Model model;

  Names roles;
  Names objects;
  Names activities;
  std::vector<ObjectNames> object_names;  ///< one for each object
  std::vector<Names> result_names;        ///< one for each activity; empty where it has no `results`
  ExprScope scope;                        ///< what guards may read
  std::optional<std::uint32_t> about;     ///< the object with `many` of which one element is meant in what is being read
  std::vector<bool> role_used;            ///< by role
  std::vector<bool> motive_used;          ///< by motive
  std::vector<bool> slot_typed;           ///< by slot; false: its type could not be read, so nothing follows from it
  bool wording_unread = false;            ///< some title, why or doc could not be read
  std::vector<bool> slot_used;            ///< by slot of a field

 private:
  std::map<const SourceText*, std::vector<std::uint32_t>> faults_;
};

}  // namespace itsmflow::lang
