#pragma once

#include "lang/merge.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace itsmflow::lang {

/// The files that models are made from, by what they call themselves.
class Sources {
 public:
  enum class Lookup { given_only, beside };
  /// `beside`: what a model adapts or uses, and nobody gave, is looked for in the model's folder and in the one above.
  explicit Sources(Lookup lookup) : lookup_(lookup) {}

  struct File {
    std::shared_ptr<const SourceText> text;
    std::shared_ptr<const source::Document> document;  ///< null: not read yet, since nobody asked for it
    std::string process;                               ///< empty: it is no model
    std::string shared;                                ///< empty: it is no shared file
    std::string version;
    bool given = true;  ///< false: found beside a file that was given
    bool open = false;  ///< its tree is being made
    std::shared_ptr<const Tree> tree;
  };

  File& add(const std::shared_ptr<const SourceText>& text);

  /// The file as it is to be read, with what it adapts and uses.
  std::shared_ptr<const Tree> tree(File& file);

 private:
  static void parse(File& file);
  void adapt(File& file, Tree& tree, source::Node& root, Findings& findings);
  void use(File& file, Tree& tree, source::Node& root, Findings& findings);
  File* find_base(File& file, const source::Node& adapts, Findings& findings);
  File* find_shared(File& file, const source::Node& item, Findings& findings);
  void look_beside(const File& file);
  void look_in(const std::string& folder);

  Lookup lookup_;
  std::deque<File> files_;
  std::set<std::string> looked_in_;
  std::vector<const File*> opened_;
};

/// A model is what has the key `itsmflow` at the left margin; scenarios and directories lie beside models.
bool is_model(const SourceText& source);

/// Whether a path ends as YAML files do.
bool is_yaml(const std::string& path);

}  // namespace itsmflow::lang
