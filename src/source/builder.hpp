#pragma once

#include <yaml-cpp/eventhandler.h>

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "source/cursor.hpp"
#include "source/finding.hpp"
#include "source/node.hpp"
#include "source/scalar_scan.hpp"

namespace itsmflow::source {

/// Makes located nodes from yaml-cpp's events.
///
/// yaml-cpp says what there is and where it starts; the Cursor goes along in the text and finds where it ends. If the two ever
/// disagree the text is refused, so that no piece of it can be lost unseen.
class Builder : public YAML::EventHandler {
 public:
  /// What is open where reading stopped, for explaining why.
  struct Open {
    std::size_t begin = 0;
    bool flow = false;
    bool mapping = false;
    std::size_t column = 0;
  };

  /// `text`: the cleaned and masked copy of the document's source. Both must outlive the builder.
  Builder(Document& document, std::string_view text, const std::vector<Mask>& masks);

  /// To be called when yaml-cpp is done with the first document: nothing else may follow.
  void finish();

  std::size_t at() const { return cursor_.at(); }
  std::vector<Open> open() const;
  std::size_t last_alias() const {
    return last_alias_;
  }  ///< where the alias read last begins; npos if something else came after it

  std::size_t last_scalar() const { return last_scalar_; }  ///< the same for a scalar

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;

 private:
  struct Frame {
    Node* node = nullptr;
    bool flow = false;
    bool bracket = false;  ///< has its own `[` or `{`
    bool value_next = false;
    std::size_t column = 0;
    std::size_t children = 0;
    std::size_t count_before = 0;
    YAML::anchor_t anchor = 0;
    const Node* key = nullptr;
    std::unordered_map<std::string_view, const Node*> keys;  ///< filled once there are many
  };
  struct Anchor {
    Node* node = nullptr;
    std::size_t weight = 0;
    bool complete = false;
    std::string_view written;  ///< "&name", in the text; of collections
  };
  struct Properties {
    std::size_t begin = 0;
    std::size_t end = 0;  ///< == begin: there are none
    std::string_view tag;
    std::string_view anchor;
  };

  void go_to_child();
  void require_mark(const YAML::Mark& mark);
  Properties take_properties(std::size_t at_most);
  void check_properties(const Properties& properties, const std::string& tag, Node& node);
  bool written_null(const YAML::Mark& mark);
  void fill_scalar(Node& node);
  void check_scalar(Node& node, const ScannedScalar& scalar);
  void check_anchor(const Properties& properties, Node& node);
  void mark_masked(Node& node);
  void take_as_written(Node& node, std::size_t begin, std::size_t end);
  Node& new_node(Node::Kind kind);
  void start(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             YAML::EmitterStyle::value style);
  void refuse_tagged_text(const Properties& properties, const std::string& tag);
  void end_collection();
  void join_cut_texts(Node& mapping);
  void join_cut_items(Node& list);
  const Node& join(const Node& first, const Node& last);
  void attach(Node& node);
  void add_entry(Frame& frame, const Node& key, Node& value);
  const Node* known_key(Frame& frame, const Node& key);
  void merge(Frame& frame);
  void merge_from(Frame& frame, const Node& from);
  void count(std::size_t nodes, const Node& at);
  void take_comments();
  void report(Diagnostic diagnostic);
  Span span(std::size_t begin, std::size_t end) const { return make_span(document_.source, begin, end); }
  [[noreturn]] void refuse_here();

  Document& document_;
  const std::vector<Mask>& masks_;
  Cursor cursor_;
  std::size_t shift_ = 0;  ///< yaml-cpp does not count a byte order mark
  std::vector<Frame> frames_;
  std::unordered_map<YAML::anchor_t, Anchor> anchors_;
  std::map<const Node*, const Node*> merges_;  ///< mapping -> value of its `<<`
  std::size_t count_ = 0;
  std::size_t last_alias_ = std::string::npos;
  std::size_t last_scalar_ = std::string::npos;
};

}  // namespace itsmflow::source
