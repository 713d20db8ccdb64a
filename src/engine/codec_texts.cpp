#include "engine/codec_texts.hpp"

#include "base/digest.hpp"

#include <fmt/format.h>

#include <utility>

namespace itsmflow {
namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t kSaltBytes = 16;
constexpr std::string_view kErasedText = "(erased)";

std::string text_digest(std::string_view salt_hex, std::string_view text) {
  return to_hex(blake2b(salt_hex, "\n", text));
}

}  // namespace

std::string TextKeeper::keep(std::string_view text) {
  const std::string salt = begin();
  json_.text(text);
  json_.end_array();
  return text_digest(salt, text);
}

std::string TextKeeper::keep_salt_for(std::string_view text) {
  const std::string salt = begin();
  json_.end_array();
  return text_digest(salt, text);
}

std::string TextKeeper::take() && {
  if (has_texts_) json_.end_array();
  return std::move(texts_);
}

std::string TextKeeper::begin() {
  std::string salt = random_hex(kSaltBytes);
  if (!has_texts_) json_.begin_array();
  has_texts_ = true;
  json_.begin_array();
  json_.text(salt);
  return salt;
}

TextReader::TextReader(const EventRecord& record, std::vector<std::string>* problems)
    : texts_(record.texts.empty() ? json::array() : json::parse(record.texts)), problems_(problems) {}

std::string TextReader::next(const std::string& digest) {
  const json* pair = next_pair();
  if (!pair) return std::string(kErasedText);
  std::string text = pair->at(1).get<std::string>();
  check(digest, *pair, text);
  return text;
}

void TextReader::check_next(const std::string& digest, const std::string& text) {
  if (const json* pair = next_pair()) check(digest, *pair, text);
}

/// Null: erased, alone or with the whole list.
const json* TextReader::next_pair() {
  const std::size_t at = at_++;
  if (at >= texts_.size() || texts_[at].is_null()) return nullptr;
  return &texts_[at];
}

void TextReader::check(const std::string& digest, const json& pair, const std::string& text) {
  if (problems_ && text_digest(pair.at(0).get_ref<const std::string&>(), text) != digest)
    problems_->push_back(fmt::format("text or person {} does not fit its digest", at_));
}

}  // namespace itsmflow
