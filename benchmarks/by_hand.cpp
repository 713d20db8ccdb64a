#include "by_hand.hpp"

#include <sodium.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace by_hand {

namespace {

using Digest = std::array<unsigned char, 32>;

template <typename... Texts>
Digest digest_of(const Texts&... texts) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 32);
  (crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(std::data(texts)), std::size(texts)), ...);
  Digest digest;
  crypto_generichash_final(&state, digest.data(), digest.size());
  return digest;
}

}  // namespace

template <bool hashed>
class ByHand<hashed>::Cases {
 public:
  void play_case() {
    const std::size_t id = start(kAnn);
    const bool done = perform(id, Activity::assess, kAnn, 500) && perform(id, Activity::approve, kLea) &&
                      perform(id, Activity::build, kAnn) && perform(id, Activity::test, kBen) && perform(id, Activity::close, kLea);
    if (!done) std::abort();
  }

 private:
  enum class Status : std::uint8_t { fresh, assessed, approved, built, tested, closed };
  enum class Activity : std::uint8_t { assess, approve, build, test, close };
  enum Role : unsigned { kAgent = 1, kLead = 2 };
  struct Person {
    std::int64_t key;
    unsigned roles;
  };
  static constexpr Person kAnn{1, kAgent};
  static constexpr Person kBen{2, kAgent};
  static constexpr Person kLea{3, kLead};

  std::size_t start(const Person& by) {
    if ((by.roles & kAgent) == 0) std::abort();
    cases_.emplace_back();
    append(cases_.size() - 1, "started", by,
           R"({"model":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","role":"agent"})");
    return cases_.size() - 1;
  }

  bool perform(std::size_t id, Activity activity, const Person& by, int cost = 0) {
    Case& at = cases_[id];
    switch (activity) {
      case Activity::assess:
        if (at.status != Status::fresh || (by.roles & kAgent) == 0) return false;
        at.cost = cost;
        at.status = Status::assessed;
        append(id, "done", by, content("assess", "agent", cost));
        return true;
      case Activity::approve:
        if (at.status != Status::assessed || (by.roles & kLead) == 0 || at.cost >= 1000) return false;
        at.status = Status::approved;
        append(id, "done", by, content("approve", "lead"));
        return true;
      case Activity::build:
        if (at.status != Status::approved || (by.roles & kAgent) == 0 || by.key == at.tester) return false;
        at.status = Status::built;
        at.builder = by.key;
        append(id, "done", by, content("build", "agent"));
        return true;
      case Activity::test:
        if (at.status != Status::built || (by.roles & kAgent) == 0 || by.key == at.builder) return false;
        at.status = Status::tested;
        at.tester = by.key;
        append(id, "done", by, content("test", "agent"));
        return true;
      case Activity::close:
        if (at.status != Status::tested || (by.roles & kLead) == 0) return false;
        at.status = Status::closed;
        append(id, "done", by, content("close", "lead"));
        append(id, "over", by, "{}");
        return true;
    }
    return false;
  }

  struct Case {
    Status status = Status::fresh;
    int cost = 0;
    std::int64_t builder = 0;
    std::int64_t tester = 0;
    std::int64_t number = 0;
    Digest head{};
  };
  struct Event {
    std::size_t id;
    std::int64_t number;
    std::int64_t at;
    std::int64_t actor;
    std::string type;
    std::string content;
    Digest digest;
  };

  static std::string content(std::string_view activity, std::string_view role, int cost = 0) {
    std::string text = R"({"activity":")";
    text.append(activity).append(R"(","result":"","role":")").append(role);
    if (cost == 0) return text.append(R"("})");
    return text.append(R"(","data":{"request.cost":)").append(std::to_string(cost)).append("}}");
  }

  void append(std::size_t id, std::string_view type, const Person& by, std::string&& content) {
    Case& at = cases_[id];
    Event& event = log_.emplace_back();
    event.id = id;
    event.number = ++at.number;
    event.at = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    event.actor = by.key;
    event.type = type;
    event.content = std::move(content);
    if constexpr (hashed) {
      std::string numbers = std::to_string(id);
      for (const std::int64_t number : {event.number, event.number, event.at, event.actor})
        numbers.append("\n").append(std::to_string(number));
      event.digest = at.head = digest_of(at.head, numbers, event.type, event.content);
      head_ = digest_of(head_, event.digest);
    }
  }

  std::vector<Case> cases_;
  std::vector<Event> log_;
  Digest head_{};
};

template <bool hashed>
ByHand<hashed>::ByHand() : cases_(std::make_unique<Cases>()) {
  if (sodium_init() < 0) std::abort();
}

template <bool hashed>
ByHand<hashed>::~ByHand() = default;

template <bool hashed>
void ByHand<hashed>::play_case() {
  cases_->play_case();
}

template class ByHand<true>;
template class ByHand<false>;

}  // namespace by_hand
