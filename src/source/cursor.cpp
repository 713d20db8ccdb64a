#include "source/cursor.hpp"

#include "source/scalar_scan.hpp"

namespace itsmflow::source {

namespace {

bool is_tag_character(char c) {
  const bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return word || (c != '\0' && std::string_view{"-#;/?:@&=+$_.~*'()%"}.find(c) != std::string_view::npos);
}

}  // namespace

void Cursor::skip_blanks() {
  while (!at_end() && is_blank(text_[at_])) ++at_;
}

void Cursor::skip_gap() {
  while (!at_end()) {
    if (is_blank_or_break(text_[at_])) {
      ++at_;
      continue;
    }
    if (text_[at_] != '#') return;
    skip_comment();
  }
}

void Cursor::skip_comment() {
  if (peek() != '#') return;
  const std::size_t begin = at_;
  while (!at_end() && !is_break(text_[at_])) ++at_;
  comments_.emplace_back(begin, at_);
}

bool Cursor::take(char c) {
  if (peek() != c || at_end()) return false;
  ++at_;
  return true;
}

bool Cursor::take_indicator(char c) {
  if (at_end() || text_[at_] != c) return false;
  if (at_ + 1 < text_.size() && !is_blank_or_break(text_[at_ + 1])) return false;
  ++at_;
  return true;
}

bool Cursor::at_line_begin() const {
  return at_ == 0 || is_break(text_[at_ - 1]) || (at_ == 3 && text_.starts_with("\xEF\xBB\xBF"));
}

bool Cursor::take_document_mark(std::string_view mark) {
  if (!at_line_begin() || text_.substr(at_, 3) != mark) return false;
  if (at_ + 3 < text_.size() && !is_blank_or_break(text_[at_ + 3])) return false;
  at_ += 3;
  return true;
}

bool Cursor::take_directive() {
  if (!at_line_begin() || peek() != '%') return false;
  while (!at_end() && !is_break(text_[at_])) ++at_;
  return true;
}

std::string_view Cursor::take_property() {
  const std::size_t begin = at_;
  const char kind = peek();
  if (kind == '&' || kind == '*') {
    ++at_;
    while (!at_end() && !is_blank_or_break(text_[at_]) && !is_flow_indicator(text_[at_])) ++at_;
  } else if (kind == '!') {
    ++at_;
    if (peek() == '<') {
      while (!at_end() && !is_break(text_[at_]) && text_[at_] != '>') ++at_;
      take('>');
    } else {
      while (!at_end() && is_tag_character(text_[at_])) ++at_;
      if (take('!')) {
        while (!at_end() && is_tag_character(text_[at_])) ++at_;
      }
    }
  }
  return text_.substr(begin, at_ - begin);
}

}  // namespace itsmflow::source
