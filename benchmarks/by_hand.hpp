// The process of request.hpp as somebody writes it who has no library: what the engine's steps are compared with.
// It is compiled by itself, so that it is the same in each program.

#pragma once

#include <memory>

namespace by_hand {

/// A `switch` over where the case stands. It checks state, role, guard and four eyes,
/// encodes the event as the engine does, chains it by its digests (where `hashed`) and appends it to a log.
template <bool hashed>
class ByHand {
 public:
  ByHand();
  ~ByHand();
  ByHand(const ByHand&) = delete;
  ByHand& operator=(const ByHand&) = delete;

  /// One case from start to end, as request::play_case().
  void play_case();

 private:
  class Cases;
  std::unique_ptr<Cases> cases_;
};

}  // namespace by_hand
