#pragma once

#include "verify/unfold.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// The plain net of a model while it is made: which place stands for what, and what is true of every transition.
class Unfolding {
 public:
  using List = Variables::List;
  using Transition = PetriNet::Transition;

  /// In which order things happen by themselves (docs/semantics.md, section 6); a value that somebody gave is chosen first, where something
  /// that happens by itself reads it.
  enum class Order : std::uint32_t { choice, fork_goes_on, over, row, engine };
  static std::uint32_t urgency(Order order, std::uint32_t number = 0);

  /// With all places, but for those that steps need for themselves. The net must outlive it.
  Unfolding(const Net& net, std::shared_ptr<const Variables> variables, Deviating deviating);

  const Net& net() const { return net_; }
  const Model& model() const { return *net_.model; }
  const Variables& variables() const { return *unfolded_.variables; }
  bool is_field(std::uint32_t v) const { return variables()[v].kind == Variable::Kind::field; }

  // -- places --

  std::uint32_t place() { return static_cast<std::uint32_t>(unfolded_.net.places++); }
  std::uint32_t marked_place();
  std::uint32_t place_of(std::uint32_t v, std::uint32_t value) const { return unfolded_.first_value[v] + value; }
  /// A field has a value that isn't chosen yet.
  std::uint32_t open_value(std::uint32_t v) const { return open_value_[v]; }
  std::uint32_t running() const { return unfolded_.running; }
  std::uint32_t over() const { return unfolded_.over; }
  /// A region may begin.
  std::uint32_t idle(std::uint32_t region) const { return idle_[region]; }
  /// No deviation has been made yet.
  std::uint32_t may_deviate() const { return may_deviate_; }
  /// By the place of a token: the one that is marked while it isn't. Only of tokens that something looks for in vain.
  const std::map<std::uint32_t, std::uint32_t>& empty() const { return empty_; }

  // -- transitions --

  /// Something that happens in an open case by itself.
  Transition route(const List& take, const List& put, std::uint32_t urgency) const;
  /// Gives a field another value, whatever it had; `to`: a place.
  void write(Transition& transition, std::uint32_t v, std::uint32_t to) const;
  void add(Transition transition, UnfoldedStep step);
  /// … with fields that may be given, taken back or left alone: each and all of them, and none.
  void add_with_optional(const Transition& transition, const UnfoldedStep& step, const List& optional);

  // -- what it doesn't show --

  void leave_out(const std::string& what);
  bool shows_all() const { return unfolded_.left_out.empty(); }

  UnfoldedNet finish() && { return std::move(unfolded_); }

 private:
  void add_values();
  void add_regions();
  void add_empty();
  List preferred_tokens() const;
  void keep_empty(Transition& transition) const;

  const Net& net_;
  UnfoldedNet unfolded_;
  List open_value_;  ///< by variable
  List idle_;        ///< by region
  std::map<std::uint32_t, std::uint32_t> empty_;
  std::uint32_t may_deviate_ = 0;
};

/// An activity ends with each of its results, in each way to take its tokens and to fill in data.
void add_activity(Unfolding& unfolding, std::uint32_t activity, Deviating deviating);
/// The engine takes a row, a fork or a join: a silent of the net.
void add_route(Unfolding& unfolding, std::uint32_t silent);

}  // namespace itsmflow
