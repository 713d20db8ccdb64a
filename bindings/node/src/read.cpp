#include <cmath>
#include <limits>

#include "convert.hpp"

namespace itsmflow::node {
namespace {

constexpr double kLargestSafe = 9'007'199'254'740'991;  // 2^53 - 1

std::string show_kind(Napi::Value value) {
  if (value.IsNull()) return "null";
  if (value.IsUndefined()) return "undefined";
  if (value.IsString()) return "'" + value.As<Napi::String>().Utf8Value() + "'";
  if (value.IsNumber() || value.IsBoolean()) return value.ToString().Utf8Value();
  if (value.IsBigInt()) return "a bigint";
  if (value.IsArray()) return "a list";
  if (value.IsFunction()) return "a function";
  if (value.IsDate()) return "a Date";
  if (value.IsSymbol()) return "a symbol";
  return "an object";
}

UsageError not_taken(std::string_view name, Napi::Value value, std::string_view takes) {
  return UsageError("'" + std::string(name) + "' takes " + std::string(takes) + ", not " + show_kind(value));
}

/// Names of an object's own members. Unlike GetPropertyNames it leaves out what it inherits.
Napi::Array own_names(Napi::Object object) {
  napi_value names = nullptr;
  const napi_status status = napi_get_all_property_names(object.Env(), object, napi_key_own_only,
                                                         static_cast<napi_key_filter>(napi_key_enumerable | napi_key_skip_symbols),
                                                         napi_key_numbers_to_strings, &names);
  if (status != napi_ok) throw Napi::Error::New(object.Env());
  return {object.Env(), names};
}

Value read_number(double number) {
  const bool is_whole = std::abs(number) <= kLargestSafe && std::trunc(number) == number && !(number == 0 && std::signbit(number));
  return is_whole ? Value(static_cast<std::int64_t>(number)) : Value(number);
}

Value read_bigint(Napi::BigInt number, std::string_view name) {
  bool fits = false;
  const std::int64_t whole = number.Int64Value(&fits);
  if (fits) return whole;
  const std::uint64_t large = number.Uint64Value(&fits);
  if (fits) return large;
  throw UsageError("'" + std::string(name) + "' is a bigint that 64 bits don't hold");
}

/// Not a Map, a Date or an object of a class: what they hold isn't in properties of their own.
bool is_plain_object(Napi::Value value) {
  if (!value.IsObject() || value.IsArray() || value.IsFunction()) return false;
  const auto object = value.As<Napi::Object>();
  napi_value prototype = nullptr;
  if (napi_get_prototype(object.Env(), object, &prototype) != napi_ok) return false;
  const Napi::Value of(object.Env(), prototype);
  if (of.IsNull()) return true;
  napi_value above = nullptr;
  return napi_get_prototype(object.Env(), prototype, &above) == napi_ok && Napi::Value(object.Env(), above).IsNull();
}

Value read_at(Napi::Value value, const std::string& name, int depth) {
  constexpr int kDeepest = 200;
  if (depth > kDeepest) throw UsageError("'" + name + "' is nested too deeply; 200 levels are allowed");
  if (value.IsNull() || value.IsUndefined()) return {};
  if (value.IsBoolean()) return value.As<Napi::Boolean>().Value();
  if (value.IsNumber()) return read_number(value.As<Napi::Number>().DoubleValue());
  if (value.IsBigInt()) return read_bigint(value.As<Napi::BigInt>(), name);
  if (value.IsString()) return value.As<Napi::String>().Utf8Value();
  if (value.IsDate()) return read_moment(value, name);
  if (value.IsArray()) {
    const auto array = value.As<Napi::Array>();
    Value::List list;
    for (std::uint32_t i = 0; i < array.Length(); ++i) {
      const Napi::HandleScope handles(value.Env());
      list.push_back(read_at(array.Get(i), name, depth + 1));
    }
    return list;
  }
  constexpr std::string_view kTakes = "null, a boolean, number, bigint, text, Date, a list or a plain object of these";
  if (!is_plain_object(value)) throw not_taken(name, value, kTakes);
  const auto object = value.As<Napi::Object>();
  const Napi::Array names = own_names(object);
  Value::Entries entries;
  for (std::uint32_t i = 0; i < names.Length(); ++i) {
    const Napi::HandleScope handles(value.Env());
    const Napi::Value key = names.Get(i);
    entries.emplace_back(Value(key.As<Napi::String>().Utf8Value()), read_at(object.Get(key), name, depth + 1));
  }
  return entries;
}

}  // namespace

std::string read_text(Napi::Value value, std::string_view name) {
  if (!value.IsString()) throw not_taken(name, value, "a text");
  return value.As<Napi::String>().Utf8Value();
}

std::vector<std::string> read_texts(Napi::Value value, std::string_view name) {
  if (!value.IsArray()) throw not_taken(name, value, "a list of texts");
  const auto array = value.As<Napi::Array>();
  std::vector<std::string> texts;
  for (std::uint32_t i = 0; i < array.Length(); ++i) texts.push_back(read_text(array.Get(i), name));
  return texts;
}

bool read_truth(Napi::Value value, std::string_view name) {
  if (!value.IsBoolean()) throw not_taken(name, value, "true or false");
  return value.As<Napi::Boolean>().Value();
}

std::int64_t read_count(Napi::Value value, std::string_view name) {
  constexpr std::string_view kTakes = "a whole number from 0";
  if (value.IsBigInt()) {
    bool fits = false;
    const std::int64_t number = value.As<Napi::BigInt>().Int64Value(&fits);
    if (!fits || number < 0) throw not_taken(name, value, kTakes);
    return number;
  }
  if (!value.IsNumber()) throw not_taken(name, value, kTakes);
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!(number >= 0 && number <= kLargestSafe && std::trunc(number) == number)) throw not_taken(name, value, kTakes);
  return static_cast<std::int64_t>(number);
}

Timestamp read_moment(Napi::Value value, std::string_view name) {
  if (!value.IsDate()) throw not_taken(name, value, "a Date");
  const double milliseconds = value.As<Napi::Date>().ValueOf();
  constexpr double kFirst = -62'135'596'800'000;  // 0001-01-01T00:00:00Z
  constexpr double kEnd = 253'402'300'800'000;    // 10000-01-01T00:00:00Z
  if (!(milliseconds >= kFirst && milliseconds < kEnd))
    throw UsageError("'" + std::string(name) + "' is a Date that is invalid, or outside of the years 0001 to 9999");
  const double seconds = std::floor(milliseconds / 1000);
  return {static_cast<std::int64_t>(seconds), static_cast<std::int32_t>(milliseconds - seconds * 1000) * 1'000'000};
}

Value read_value(Napi::Value value, std::string_view name) {
  return read_at(value, std::string(name), 1);
}

Data read_data(Napi::Value value, std::string_view name) {
  if (!is_plain_object(value))
    throw not_taken(name, value, "a plain object of values by path, such as {'rfc.summary': 'log-in script'}");
  const auto object = value.As<Napi::Object>();
  const Napi::Array names = own_names(object);
  Data data;
  for (std::uint32_t i = 0; i < names.Length(); ++i) {
    const Napi::Value key = names.Get(i);
    std::string path = key.As<Napi::String>().Utf8Value();
    Value given = read_at(object.Get(key), path, 1);
    data.insert_or_assign(std::move(path), std::move(given));
  }
  return data;
}

Directory read_directory(Napi::Value value) {
  constexpr std::string_view kTakes = "a plain object of roles by person, such as {anna: ['assigner']}";
  if (!is_plain_object(value)) throw not_taken("people", value, kTakes);
  const auto object = value.As<Napi::Object>();
  const Napi::Array names = own_names(object);
  std::vector<Directory::Person> people;
  for (std::uint32_t i = 0; i < names.Length(); ++i) {
    Directory::Person person{names.Get(i).As<Napi::String>().Utf8Value()};
    const Napi::Value given = object.Get(names.Get(i));
    if (given.IsArray()) {
      person.roles = read_texts(given, person.id);
    } else if (!is_plain_object(given)) {
      throw not_taken(person.id, given, "a list of roles, such as ['assigner'], or {name, roles}");
    } else {
      Options options(given, person.id);
      person.name = options.text("name");
      person.roles = options.take("roles", read_texts).value_or(std::vector<std::string>());
      options.end();
    }
    people.push_back(std::move(person));
  }
  return Directory(std::move(people));
}

Options::Options(Napi::Value value, std::string_view of) : of_(of) {
  if (value.IsUndefined()) return;
  if (!is_plain_object(value)) throw not_taken(of, value, "a plain object of options");
  object_ = value.As<Napi::Object>();
}

std::optional<Napi::Value> Options::take(const char* name) {
  known_.push_back(name);
  if (!object_) return std::nullopt;
  const Napi::Value value = object_->Get(name);
  if (value.IsUndefined()) return std::nullopt;
  return value;
}

Command Options::command() {
  Command command;
  command.key = text("key");
  command.expected_revision = take("expectedRevision", read_count);
  command.item = text("item");
  return command;
}

std::optional<Motive> Options::motive() {
  const auto name = take("motive", read_text);
  const auto because = take("because", read_text);
  const auto as = take("as", read_text);
  const auto skipping = take("skipping", read_texts);
  if (!name && !because && !as && !skipping) return std::nullopt;
  Motive motive;
  motive.name = name.value_or(std::string());
  motive.because = because.value_or(std::string());
  motive.skipping = skipping.value_or(std::vector<std::string>());
  if (as) {
    for (const DeviationKind kind : {DeviationKind::skip, DeviationKind::extra, DeviationKind::again})
      if (*as == to_string(kind)) motive.as = kind;
    if (!motive.as) throw UsageError("'as' takes 'skip', 'extra' or 'again', not '" + *as + "'");
  }
  return motive;
}

Work Options::work() {
  Work work;
  work.result = text("result");
  work.data = data("data");
  work.motive = motive();
  work.command = command();
  return work;
}

void Options::end() const {
  if (!object_) return;
  const Napi::Array names = own_names(*object_);
  for (std::uint32_t i = 0; i < names.Length(); ++i) {
    const std::string name = names.Get(i).As<Napi::String>().Utf8Value();
    bool is_known = false;
    std::string all;
    for (const char* known : known_) {
      is_known = is_known || name == known;
      all += (all.empty() ? "" : ", ") + std::string(known);
    }
    if (!is_known) throw UsageError(of_ + " has no option '" + name + "'; there are " + all);
  }
}

ServiceReply read_reply(Napi::Value value) {
  if (value.IsString() || !value.IsObject())
    throw not_taken("the answer of a service", value, "an object with any of result, data and failure");
  Options options(value, "the answer of a service");
  ServiceReply reply;
  reply.result = options.text("result");
  reply.data = options.data("data");
  reply.failure = options.text("failure");
  options.end();
  return reply;
}

}  // namespace itsmflow::node
