// Values as a person types them. Lists and records are written as in the model, or as JSON: [a, b], {street: Main Street, no: 7}.

#include <itsmflow/model.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace itsmflow {
namespace {

template <class Number>
std::optional<Number> read_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

Value read_plain(const Field& field, std::string_view text) {
  if (field.type == FieldType::integer || field.type == FieldType::reference)
    if (const auto number = read_number<std::int64_t>(text)) return *number;
  if (field.type == FieldType::number)
    if (const auto number = read_number<double>(text)) return *number;
  if (field.type == FieldType::boolean && (text == "true" || text == "false")) return text == "true";
  return text;
}

/// Reads a list or a record by the type that it must be. What doesn't fit that type is left for accept_value() to refuse.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  /// None: it is not written as it must be, and problem() says how.
  std::optional<Value> read(const Field& field) {
    std::optional<Value> value = value_of(&field);
    if (!value) return std::nullopt;
    skip_blanks();
    if (at_ < text_.size()) return fail("nothing may follow '" + std::string(text_.substr(0, at_)) + "'");
    return value;
  }

  const std::string& problem() const noexcept { return problem_; }

 private:
  std::nullopt_t fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    return std::nullopt;
  }

  void skip_blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
  }

  bool take(char c) {
    skip_blanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  /// `field`: null where the type has nothing there.
  std::optional<Value> value_of(const Field* field) {
    if (depth_ > kMaxDepth) return fail("it is nested too deep");
    if (take('[')) return list_of(field);
    if (take('{')) return record_of(field);
    return scalar(field);
  }

  std::optional<Value> list_of(const Field* field) {
    ++depth_;
    const Field* element = field && field->type == FieldType::list ? field->element.get() : nullptr;
    Value::List items;
    while (!take(']')) {
      if (!items.empty() && !take(',')) return fail("the list is not closed by ']'");
      if (!items.empty() && take(']')) break;
      auto item = value_of(element);
      if (!item) return std::nullopt;
      items.push_back(*std::move(item));
    }
    --depth_;
    return Value(std::move(items));
  }

  std::optional<Value> record_of(const Field* field) {
    ++depth_;
    Value::Entries members;
    while (!take('}')) {
      if (!members.empty() && !take(',')) return fail("the record is not closed by '}'");
      if (!members.empty() && take('}')) break;
      auto name = word(":,{}[]");
      if (!name) return std::nullopt;
      if (!take(':')) return fail("a ':' is missing behind '" + *name + "'");
      auto member = value_of(member_of(field, *name));
      if (!member) return std::nullopt;
      members.emplace_back(*std::move(name), *std::move(member));
    }
    --depth_;
    return Value(std::move(members));
  }

  static const Field* member_of(const Field* field, std::string_view name) {
    if (!field || field->type != FieldType::record) return nullptr;
    const auto found = std::find_if(field->fields.begin(), field->fields.end(), [&](const Field& one) { return one.id == name; });
    return found == field->fields.end() ? nullptr : &*found;
  }

  std::optional<Value> scalar(const Field* field) {
    skip_blanks();
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    auto text = word(",{}[]");
    if (!text) return std::nullopt;
    if (!quoted && *text == "null") return Value();
    const bool plain = field && field->type != FieldType::list && field->type != FieldType::record;
    return quoted || !plain ? Value(*std::move(text)) : read_plain(*field, *text);
  }

  /// A word or several, up to one of `ends`; or a text in double quotes.
  std::optional<std::string> word(std::string_view ends) {
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == '"') return quoted_text();
    const std::size_t end = std::min(text_.find_first_of(ends, at_), text_.size());
    std::string_view found = text_.substr(at_, end - at_);
    at_ = end;
    while (!found.empty() && (found.back() == ' ' || found.back() == '\t')) found.remove_suffix(1);
    if (found.empty()) return fail("a value is missing");
    return std::string(found);
  }

  std::optional<std::string> quoted_text() {
    std::string text;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return text;
      }
      if (c != '\\') {
        text += c;
      } else if (!escape(text)) {
        return fail("an escape is not one of JSON");
      }
    }
    return fail("a text is not closed by '\"'");
  }

  bool escape(std::string& text) {
    static constexpr std::string_view kNames = "\"\\/bfnrt";
    static constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    if (++at_ == text_.size()) return false;
    if (const std::size_t known = kNames.find(text_[at_]); known != std::string_view::npos) {
      text += kMeant[known];
      return true;
    }
    if (text_[at_] != 'u') return false;
    auto unit = four_digits();
    if (!unit) return false;
    if (*unit >= 0xd800 && *unit < 0xdc00) {
      if (text_.substr(at_ + 1, 2) != "\\u") return false;
      at_ += 2;
      const auto low = four_digits();
      if (!low || *low < 0xdc00 || *low > 0xdfff) return false;
      unit = 0x10000 + ((*unit - 0xd800) << 10U) + (*low - 0xdc00);
    } else if (*unit >= 0xdc00 && *unit < 0xe000) {
      return false;
    }
    append_code_point(text, *unit);
    return true;
  }

  std::optional<std::uint32_t> four_digits() {
    if (text_.size() - at_ < 5) return std::nullopt;
    std::uint32_t unit = 0;
    const char* first = text_.data() + at_ + 1;
    const auto [end, error] = std::from_chars(first, first + 4, unit, 16);
    if (error != std::errc() || end != first + 4) return std::nullopt;
    at_ += 4;
    return unit;
  }

  static void append_code_point(std::string& text, std::uint32_t point) {
    const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (point < 0x80) return add(point);
    if (point < 0x800) {
      add(0xc0 | (point >> 6U));
    } else if (point < 0x10000) {
      add(0xe0 | (point >> 12U));
      add(0x80 | ((point >> 6U) & 0x3fU));
    } else {
      add(0xf0 | (point >> 18U));
      add(0x80 | ((point >> 12U) & 0x3fU));
      add(0x80 | ((point >> 6U) & 0x3fU));
    }
    add(0x80 | (point & 0x3fU));
  }

  static constexpr std::size_t kMaxDepth = 20;  // types nest less deep

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::string problem_;
};

bool is_nested(const Field& field, std::string_view text) {
  if (field.type == FieldType::list || field.type == FieldType::record) return true;
  return field.type == FieldType::document && text.starts_with('{');
}

}  // namespace

FieldValue parse_value(const Field& field, std::string_view text) {
  if (!is_nested(field, text)) return accept_value(field, read_plain(field, text));
  Reader reader(text);
  const std::optional<Value> value = reader.read(field);
  if (value) return accept_value(field, *value);
  return {std::nullopt, "takes " + describe_type(field) + "; " + reader.problem()};
}

}  // namespace itsmflow
