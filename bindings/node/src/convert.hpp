#pragma once

#include <napi.h>
#include <itsmflow/deviation_report.hpp>
#include <itsmflow/itsmflow.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow::node {

/// A model that was asked for and has errors, with all that was found.
class WrongModel final : public ModelError {
 public:
  WrongModel(const std::string& message, Diagnostics diagnostics) : ModelError(message), diagnostics_(std::move(diagnostics)) {}
  const Diagnostics& diagnostics() const noexcept { return diagnostics_; }

 private:
  Diagnostics diagnostics_;
};

template <class T>
T value_or_throw(Loaded<T> loaded) {
  if (loaded) return std::move(loaded).value_or_throw();
  try {
    throw_if_errors(loaded.diagnostics());
  } catch (const ModelError& error) {
    throw WrongModel(error.what(), loaded.diagnostics());
  }
  throw ModelError("nothing was loaded");
}

/// "hand_over" as a method is called: "handOver".
std::string in_camel_case(std::string_view words);

// ---- From JavaScript. What isn't what is wanted is a UsageError, which names it by `name`. ----

std::string read_text(Napi::Value value, std::string_view name);
std::vector<std::string> read_texts(Napi::Value value, std::string_view name);
bool read_truth(Napi::Value value, std::string_view name);
/// A whole number from 0.
std::int64_t read_count(Napi::Value value, std::string_view name);
Timestamp read_moment(Napi::Value value, std::string_view name);
Value read_value(Napi::Value value, std::string_view name);
/// An object of values by path.
Data read_data(Napi::Value value, std::string_view name);
Directory read_directory(Napi::Value value);

/// An object of options: what is asked for is taken out; what nobody asked for is a UsageError.
class Options {
 public:
  /// `of`: whose options they are.
  Options(Napi::Value value, std::string_view of);

  /// None: it isn't there, or undefined.
  std::optional<Napi::Value> take(const char* name);
  template <class Reader>
  auto take(const char* name, const Reader& reader) -> std::optional<decltype(reader(Napi::Value(), ""))> {
    if (const std::optional<Napi::Value> value = take(name)) return reader(*value, name);
    return std::nullopt;
  }
  std::string text(const char* name) { return take(name, read_text).value_or(std::string()); }
  Data data(const char* name) { return take(name, read_data).value_or(Data()); }
  Sensitive sensitive() { return take("sensitive", read_truth).value_or(false) ? Sensitive::shown : Sensitive::withheld; }
  Command command();
  Work work();
  std::optional<Motive> motive();

  /// To be called when everything was asked for.
  void end() const;

 private:
  std::string of_;
  std::optional<Napi::Object> object_;
  std::vector<const char*> known_;
};

ServiceReply read_reply(Napi::Value value);

// ---- To JavaScript. Objects and lists are frozen; a text that is empty because there is none is null. ----

Napi::Value to_js(Napi::Env env, bool value);
Napi::Value to_js(Napi::Env env, std::string_view text);
inline Napi::Value to_js(Napi::Env env, const std::string& text) {
  return to_js(env, std::string_view(text));
}
Napi::Value to_js(Napi::Env env, const char*) = delete;
/// A number where it holds it exactly, a bigint otherwise.
Napi::Value to_js(Napi::Env env, std::int64_t number);
Napi::Value to_js(Napi::Env env, std::size_t number);
inline Napi::Value to_js(Napi::Env env, int number) {
  return to_js(env, std::int64_t{number});
}
Napi::Value to_js(Napi::Env env, double number);
Napi::Value to_js(Napi::Env env, CaseId id);
Napi::Value to_js(Napi::Env env, Timestamp time);
Napi::Value to_js(Napi::Env env, const Value& value);
Napi::Value to_js(Napi::Env env, const Data& data);
Napi::Value to_js(Napi::Env env, const Event& event);
Napi::Value to_js(Napi::Env env, const Obstacle& obstacle);
Napi::Value to_js(Napi::Env env, const DeviationOption& option);
Napi::Value to_js(Napi::Env env, const Step& step);
Napi::Value to_js(Napi::Env env, const Offer& offer);
Napi::Value to_js(Napi::Env env, const DeviationView& deviation);
Napi::Value to_js(Napi::Env env, const VerdictOffer& offer);
Napi::Value to_js(Napi::Env env, const Explanation& explanation);
Napi::Value to_js(Napi::Env env, const CaseView& view);
Napi::Value to_js(Napi::Env env, const Notification& notification);
Napi::Value to_js(Napi::Env env, const ServiceCall& call);
Napi::Value to_js(Napi::Env env, const LogReport& report);
Napi::Value to_js(Napi::Env env, const RebuildReport& report);
Napi::Value to_js(Napi::Env env, const Erasure& erasure);
Napi::Value to_js(Napi::Env env, const Model& model);
Napi::Value to_js(Napi::Env env, const Diagnostic& diagnostic);
Napi::Value to_js(Napi::Env env, const SqliteStore::Report& report);
Napi::Value to_js(Napi::Env env, const ArchiveReport& report);
Napi::Value to_js(Napi::Env env, const DeviationReport& report);
// Parts of these. The templates below find by name only what stands above them.
Napi::Value to_js(Napi::Env env, const OfferedField& field);
Napi::Value to_js(Napi::Env env, const OfferedResult& result);
Napi::Value to_js(Napi::Env env, const ModelOutline::Role& role);
Napi::Value to_js(Napi::Env env, const ModelOutline::Object& object);
Napi::Value to_js(Napi::Env env, const ModelOutline::Field& field);
Napi::Value to_js(Napi::Env env, const ModelOutline::Start& start);
Napi::Value to_js(Napi::Env env, const ModelOutline::Result& result);
Napi::Value to_js(Napi::Env env, const ModelOutline::Part& part);
Napi::Value to_js(Napi::Env env, const ModelOutline::Activity& activity);
Napi::Value to_js(Napi::Env env, const ModelOutline::Motive& motive);
Napi::Value to_js(Napi::Env env, const ModelOutline::Outcome& outcome);
Napi::Value to_js(Napi::Env env, const ObjectView& object);
Napi::Value to_js(Napi::Env env, const ElementView& element);
Napi::Value to_js(Napi::Env env, const WorkView& work);
Napi::Value to_js(Napi::Env env, const WaitView& wait);
Napi::Value to_js(Napi::Env env, const TimerView& timer);
Napi::Value to_js(Napi::Env env, const ItemView& item);
Napi::Value to_js(Napi::Env env, const MessageView::Untaken& untaken);
Napi::Value to_js(Napi::Env env, const MessageView& message);
Napi::Value to_js(Napi::Env env, const RuleView& rule);
Napi::Value to_js(Napi::Env env, const PartView& part);
Napi::Value to_js(Napi::Env env, const PeopleRuleView& rule);
Napi::Value to_js(Napi::Env env, const VoteView& vote);
Napi::Value to_js(Napi::Env env, const Span& span);
Napi::Value to_js(Napi::Env env, const Diagnostic::Related& related);
Napi::Value to_js(Napi::Env env, const Diagnostic::Step& step);
Napi::Value to_js(Napi::Env env, const Diagnostic::Fix& fix);
Napi::Value to_js(Napi::Env env, const CaseCounts& counts);
Napi::Value to_js(Napi::Env env, const Association& association);
Napi::Value to_js(Napi::Env env, const DeviationGroup& group);
Napi::Value to_js(Napi::Env env, const DeviationGroups& groups);

void freeze(Napi::Env env, napi_value value);

/// A moment when something is due, to the next millisecond: a Date that was cut off would be before it, and nothing due then.
Timestamp when_due(Timestamp moment);

template <class T>
Napi::Value to_js(Napi::Env env, const std::optional<T>& value) {
  return value ? to_js(env, *value) : env.Null();
}

template <class T>
Napi::Value to_js(Napi::Env env, const std::vector<T>& items) {
  Napi::Array list = Napi::Array::New(env, items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Napi::HandleScope handles(env);  // a long list would else keep everything in it alive twice
    list.Set(static_cast<std::uint32_t>(i), to_js(env, items[i]));
  }
  freeze(env, list);
  return list;
}

}  // namespace itsmflow::node
