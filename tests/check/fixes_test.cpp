#include <itsmflow/check.hpp>

#include <string>

#include "catch.hpp"
#include "report/marked.hpp"

using namespace itsmflow;

namespace {

using Safety = Diagnostic::Fix::Safety;

Diagnostic mends(Span span, std::string replacement, Safety safety = Safety::safe) {
  Diagnostic one = finding(span);
  one.fixes.push_back({std::move(span), std::move(replacement), safety});
  return one;
}

}  // namespace

TEST_CASE("fixes are made in the order of the text, whatever the order of the findings") {
  const Marked text("one two three");
  const Mended mended = apply_safe_fixes(text.span("").source, {mends(text.span("three"), "3"), mends(text.span("one"), "1")});
  CHECK(mended.text == "1 two 3");
  CHECK(mended.mended.size() == 2);
}

TEST_CASE("of fixes that overlap only the first finding's is made") {
  const Marked text("one two three");
  const Mended mended =
      apply_safe_fixes(text.span("").source,
                       {mends(text.span("one two"), "12"), mends(text.span("two three"), "23"), mends(text.span(" three"), "!")});
  CHECK(mended.text == "12!");
  CHECK(mended.mended.size() == 2);
}

TEST_CASE("all fixes of a finding are made, or none") {
  const Marked text("one two three");
  Diagnostic both = mends(text.span("one"), "1");
  both.fixes.push_back({text.span("three"), "3", Safety::safe});
  CHECK(apply_safe_fixes(text.span("").source, {both}).text == "1 two 3");
  CHECK(apply_safe_fixes(text.span("").source, {mends(text.span("three"), "III"), both}).text == "one two III");
  both.fixes[1].safety = Safety::unsafe;
  CHECK(apply_safe_fixes(text.span("").source, {both}).text == "one two three");
}

TEST_CASE("fixes of another text are left alone") {
  const Marked text("one"), other("one");
  const Mended mended = apply_safe_fixes(text.span("").source, {mends(other.span("one"), "1")});
  CHECK(mended.text == "one");
  CHECK(mended.mended.empty());
}

TEST_CASE("two insertions at one place are not both made, since nobody knows their order") {
  const Marked text("ab");
  Span between = text.span("b");
  between.end = between.begin;
  const Mended mended = apply_safe_fixes(text.span("").source, {mends(between, "1"), mends(between, "2")});
  CHECK(mended.text == "a1b");
}
