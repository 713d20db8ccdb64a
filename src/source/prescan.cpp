#include "source/prescan.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <string_view>

#include "source/scalar_scan.hpp"

namespace itsmflow::source {

namespace {

constexpr std::size_t kMaxReported = 20;

unsigned char byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : static_cast<unsigned char>(0);
}

bool is_control(std::string_view text, std::size_t at, std::size_t length) {
  const unsigned char c = byte_at(text, at);
  if (length == 1) return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
  return c == 0xC2 && byte_at(text, at + 1) < 0xA0 && byte_at(text, at + 1) != 0x85;
}

Diagnostic not_utf8(const std::shared_ptr<const SourceText>& source, std::size_t begin, std::size_t end) {
  return finding("not-utf8", fmt::format("byte 0x{:02X} at offset {} is not UTF-8", byte_at(source->text, begin), begin),
                 make_span(source, begin, end), "save the file as UTF-8; it may have been saved as Latin-1 or Windows-1252");
}

Diagnostic control(const std::shared_ptr<const SourceText>& source, std::size_t begin, std::size_t length) {
  const unsigned code = byte_at(source->text, begin + length - 1);
  return finding("control-character", fmt::format("control character U+{:04X} cannot stand in a text", code),
                 make_span(source, begin, begin + length), "delete it");
}

Diagnostic binary(const std::shared_ptr<const SourceText>& source, std::size_t at) {
  return finding("control-character", fmt::format("a NUL byte at offset {}: this is not a text file", at),
                 make_span(source, at, at + 1), "give a YAML file, saved as UTF-8");
}

}  // namespace

CleanText clean(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics) {
  const std::string_view text = source->text;
  CleanText out;
  const auto refuse = [&](Diagnostic why) {
    diagnostics.push_back(std::move(why));
    out.usable = false;
    return std::move(out);
  };
  if (text.size() > kMaxBytes) {
    return refuse(finding("too-large", fmt::format("the text has {} bytes; at most {} can be read", text.size(), kMaxBytes),
                          make_span(source, 0, 0), "divide it into several files"));
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return refuse(finding("not-utf8", "the text is UTF-16, not UTF-8", make_span(source, 0, 2), "save the file as UTF-8"));
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) return refuse(binary(source, nul));

  out.text = text;
  std::size_t reported = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    std::size_t end = i + (length == 0 ? 1 : length);
    if (length == 0) {
      while (end < text.size() && utf8_length(text, end) == 0) ++end;
      diagnostics.push_back(not_utf8(source, i, end));
    } else if (is_control(text, i, length)) {
      diagnostics.push_back(control(source, i, length));
    } else {
      if (text[i] == '\r' && byte_at(text, i + 1) != '\n') out.text[i] = '\n';  // a line end of old: yaml-cpp does not know it
      i = end;
      continue;
    }
    if (++reported == kMaxReported) {
      diagnostics.back().help += fmt::format("; the text was given up after {} such places", kMaxReported);
      out.usable = false;
      return out;
    }
    out.masks.push_back({i, end, false});
    for (; i < end; ++i) out.text[i] = '_';
  }
  return out;
}

std::string hide_question_marks(std::string text) {
  bool hidden = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] != '?') {
      hidden = false;
      continue;
    }
    const char before = text[i - 1];
    const bool inside_a_word = hidden || (!is_blank_or_break(before) && !is_flow_indicator(before) &&
                                          std::string_view{":-?\\"}.find(before) == std::string_view::npos);
    hidden = inside_a_word;
    if (hidden) text[i] = '_';
  }
  return text;
}

}  // namespace itsmflow::source
