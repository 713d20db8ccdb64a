#pragma once

#include "engine/json_writer.hpp"

#include <itsmflow/store.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// Free text of events, which the hashed content has only by a salted digest. The texts stand beside it as pairs of salt and text, in the
// order of the content, so that they can be erased, one by one or all.

/// Free text on its way out of the content.
class TextKeeper {
 public:
  TextKeeper() = default;
  TextKeeper(const TextKeeper&) = delete;  // the writer refers to the texts
  TextKeeper& operator=(const TextKeeper&) = delete;

  /// Gives the digest that stands for it.
  std::string keep(std::string_view text);
  /// The salt alone: the text stands elsewhere.
  std::string keep_salt_for(std::string_view text);
  /// The `texts` of the record; empty: there are none.
  std::string take() &&;

 private:
  std::string begin();

  bool has_texts_ = false;
  std::string texts_;
  JsonWriter json_{texts_};
};

/// … and on its way back, in the same order.
class TextReader {
 public:
  /// `problems`: receives what doesn't fit its digest; null: nothing is checked. Throws nlohmann's exceptions for what is no JSON.
  TextReader(const EventRecord& record, std::vector<std::string>* problems);

  /// The text that a digest stands for, or what stands for one that was erased.
  std::string next(const std::string& digest);
  void check_next(const std::string& digest, const std::string& text);
  void skip() { next_pair(); }
  bool checks() const { return problems_ != nullptr; }

 private:
  const nlohmann::ordered_json* next_pair();
  void check(const std::string& digest, const nlohmann::ordered_json& pair, const std::string& text);

  nlohmann::ordered_json texts_;
  std::size_t at_ = 0;
  std::vector<std::string>* problems_;
};

}  // namespace itsmflow
