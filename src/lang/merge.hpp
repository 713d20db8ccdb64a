#pragma once

#include "lang/findings.hpp"
#include "lang/keys.hpp"
#include "source/node.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace itsmflow::lang {

// A model that adapts another, or uses shared files, is put together from the nodes of several documents before it is read: the
// reader sees one tree, and each of its nodes still knows in which file it stands.

/// Something of an adapted model that is not there any more.
struct Removal {
  std::string what;  ///< as it was written: "implement -> report", "when"
  Span span;         ///< where it is taken out
  std::string because;
};

/// Where the pieces of a tree differ from what was adapted.
struct Differences {
  std::unordered_map<const source::Node*, std::string> because;           ///< by value or item: the reason it gives
  std::unordered_map<const source::Node*, std::vector<Removal>> removed;  ///< by mapping or list: what is missing in it
  std::map<std::pair<const SourceText*, std::uint32_t>, Span> touched;    ///< by the place of a key: the key that changes it
};

/// A document as it is to be read: as it was written, or put together.
struct Tree {
  source::Document document;                      ///< `source` is the file's; `nodes` holds what was made by merging
  std::vector<std::shared_ptr<const void>> kept;  ///< the documents and trees that nodes stand in
  Diagnostics found;                              ///< by merging
  Differences differences;
  bool merged = false;                               ///< it is put together from several files
  bool readable = true;                              ///< false: nothing follows from what it holds
  std::vector<std::string> uses;                     ///< the shared files that are in it, those of what it adapts first
  std::string heading;                               ///< "minor-change 1.0.0, adapts change 1.0.0"; of a merged tree
  std::map<std::string, Span, std::less<>> omitted;  ///< activities that are left out, and where that is said
  Span adapts;                                       ///< the value of `adapts`
  std::vector<std::shared_ptr<const Tree>> bases;    ///< what it adapts, and what that adapts
};

/// Lays one piece of a model over another. Mappings merge key by key, everything else replaces; lists may be edited by `add` and
/// `remove`, mappings by `remove`; `because` says why.
class Merger {
 public:
  /// `reasons`: whether each difference must give one. `base_name`: "change", for messages.
  enum class Reasons { required, optional };
  Merger(Tree& tree, Findings& findings, Reasons reasons, std::string base_name);

  /// What is known of a place in a model.
  struct Place {
    std::string path;                       ///< "activities.check.role"
    const Key* key = nullptr;               ///< null: none of a table
    const Construct* construct = nullptr;   ///< what the mapping at this place is; null: none of a table
    const source::Node* because = nullptr;  ///< the nearest reason around it
    Span span;                              ///< where a finding about the place as a whole is shown
  };

  /// The sections of a model; `skip` are keys that are not merged.
  void merge_sections(source::Node& root, const source::Node& base, const source::Node& over,
                      const std::vector<std::string_view>& skip);
  /// `base` may be null: there is nothing underneath.
  const source::Node* merge(const source::Node* base, const source::Node& over, const Place& place);

  source::Node& make(source::Node::Kind kind, const Span& span);
  /// A text that nobody wrote in this form.
  const source::Node* make_text(std::string text, const Span& span);

 private:
  const source::Node* merge_mapping(const source::Node* base, const source::Node& over, Place place);
  const source::Node* edit_list(const source::Node* base, const source::Node& edit, Place place);
  const source::Node* copy_list(const source::Node& list, const Place& place);
  const source::Node* long_form(const source::Node& base, const Place& place);
  bool is_list_edit(const source::Node& over, const source::Node* base, const Place& place) const;
  bool has_edits(const source::Node& node);
  Place inner(const Place& place, const source::Node& key, const source::Node& value) const;
  void note(const source::Node& value, const Place& place, std::string_view what);
  bool require_reason(const Place& place, std::string_view what);
  void carry(const source::Node* from, const source::Node& to);
  void take_out(const source::Node& made, std::string what, const Span& span, const Place& place);
  void report_same(const source::Node& over, const Place& place);

  Tree& tree_;
  Findings& findings_;
  Reasons reasons_;
  std::string base_name_;
  std::unordered_map<const source::Node*, bool> has_edits_;
};

/// Whether two pieces say the same, whatever quotes and blanks they are written with.
bool same_content(const source::Node& left, const source::Node& right);
/// Whether everything that a pattern says is said by an item of a list.
bool matches(const source::Node& pattern, const source::Node& item);
/// A piece in one line, for messages: "four_eyes: [prepare, implement]".
std::string in_one_line(const source::Node& node);

/// Leaves out the activities that `omit` names: the engine passes each with one result. `reason`: the one of the whole file, or null;
/// `own`: the file's own tree.
void omit_activities(Tree& tree, source::Node& root, const source::Node& section, const source::Node* reason,
                     const source::Node& own, Findings& findings);

/// A shared file that a model names under `uses`.
struct SharedFile {
  std::string name;
  const source::Node& root;
  Span used;  ///< where it is named
};
/// The objects whose fields a table reads and sets.
std::vector<std::string> objects_of_table(const source::Node& table);

/// Puts what a shared file holds under a model that uses it. `own`: the model's own file.
void use_shared(Tree& tree, source::Node& root, const source::Node& own, const SharedFile& shared, Findings& findings);

}  // namespace itsmflow::lang
