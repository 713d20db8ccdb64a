#include "expr/patterns.hpp"

#include <re2/re2.h>

namespace itsmflow::expr {
namespace {

re2::RE2::Options options() {
  constexpr std::int64_t kMaxMemory = 1 << 20;  // bytes; what needs more is refused as too large
  re2::RE2::Options chosen(re2::RE2::Quiet);
  chosen.set_max_mem(kMaxMemory);
  return chosen;
}

class Re2Pattern final : public Pattern {
 public:
  explicit Re2Pattern(const std::string& text) : regex_(text, options()) {}

  const re2::RE2& regex() const { return regex_; }
  bool matches(std::string_view text) const override {
    return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), regex_);
  }

 private:
  re2::RE2 regex_;
};

}  // namespace

std::shared_ptr<const Pattern> Pattern::compile(const std::string& text, Problem& problem) {
  auto pattern = std::make_shared<Re2Pattern>(text);
  if (pattern->regex().ok()) return pattern;
  problem.message = pattern->regex().error();
  problem.part = pattern->regex().error_arg();
  // RE2 repeats the part behind the message: "missing ): a(b".
  const std::string tail = ": " + problem.part;
  if (problem.message.ends_with(tail)) problem.message.resize(problem.message.size() - tail.size());
  return nullptr;
}

}  // namespace itsmflow::expr
