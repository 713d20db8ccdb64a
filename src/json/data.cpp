#include <fmt/format.h>
#include <itsmflow/error.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "json/json.hpp"
#include "json/text.hpp"

// Data come with nearly every step of a program: they are read into values at once, without a tree of JSON between.

namespace itsmflow {
namespace {

/// What the parser tells, made into values. It asks for these names.
class DataReader {
 public:
  bool null() { return add({}); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) {
    const bool fits = value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return add(fits ? Value(static_cast<std::int64_t>(value)) : Value(value));
  }
  bool number_float(double value, const std::string&) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(const std::vector<std::uint8_t>&) { return false; }  // no text has it
  bool start_array(std::size_t) { return open({}); }
  bool end_array() { return close(Value(std::move(open_.back().items))); }
  bool start_object(std::size_t) { return open({.is_object = true}); }
  bool key(std::string& name) {
    open_.back().name = std::move(name);
    return true;
  }
  bool end_object() {
    if (open_.size() == 1) {  // its members are in data_ already
      is_object_ = true;
      return true;
    }
    refuse_repeated_names(open_.back().members);
    return close(Value(std::move(open_.back().members)));
  }
  bool parse_error(std::size_t, const std::string&, const std::exception&) { return false; }

  /// Whether it was one object, and what is in it.
  bool is_object() const noexcept { return is_object_; }
  Data&& data() && { return std::move(data_); }

 private:
  struct Level {
    bool is_object = false;
    std::string name{};  ///< of the member that comes
    Value::List items{};
    Value::Entries members{};
  };

  bool add(Value value) {
    if (open_.empty()) return true;
    refuse_depth();
    Level& level = open_.back();
    if (level.is_object && open_.size() == 1) {
      if (!data_.emplace(level.name, std::move(value)).second) throw given_twice(level.name);
    } else if (level.is_object) {
      level.members.emplace_back(std::move(level.name), std::move(value));
    } else {
      level.items.push_back(std::move(value));
    }
    return true;
  }

  bool open(Level level) {
    refuse_depth();
    open_.push_back(std::move(level));
    return true;
  }
  bool close(Value value) {
    open_.pop_back();
    return add(std::move(value));
  }

  void refuse_depth() const {
    constexpr std::size_t kDeepest = 200;
    if (open_.size() > kDeepest)
      throw UsageError(fmt::format("{} is nested too deeply; {} levels are allowed", open_.front().name, kDeepest));
  }

  /// The last of them would silently count.
  void refuse_repeated_names(const Value::Entries& members) const {
    if (members.size() < 2) return;
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto& member : members) names.push_back(*member.first.if_string());
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) throw given_twice(*twice);
  }
  UsageError given_twice(std::string_view name) const {
    std::string path;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i)
      if (open_[i].is_object) path += open_[i].name + ".";
    return UsageError(fmt::format("{}{} is given twice; keep one of the two", path, name));
  }

  std::vector<Level> open_;
  Data data_;
  bool is_object_ = false;
};

}  // namespace

Data read_data(std::string_view text) {
  if (text.empty()) return {};
  constexpr const char* kForm = R"({"OBJECT.FIELD": VALUE})";
  DataReader reader;
  if (!Json::sax_parse(text.begin(), text.end(), &reader)) throw UsageError(fmt::format("this is not JSON; write {}", kForm));
  if (!reader.is_object()) throw UsageError(fmt::format("this is no JSON object; write {}", kForm));
  return std::move(reader).data();
}

}  // namespace itsmflow
