#include <chrono>
#include <random>

#include "../fuzz/yaml.cpp"
#include "catch.hpp"
#include "reading.hpp"

using namespace reading;

namespace {

std::string repeated(const std::string& piece, std::size_t bytes) {
  std::string out;
  out.reserve(bytes + piece.size());
  while (out.size() < bytes) out += piece;
  return out;
}

double seconds_to_read(const std::string& text) {
  const auto begin = std::chrono::steady_clock::now();
  read(text);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

const std::vector<std::string> kSeeds = {
    "itsmflow: 1   # version\nroles:\n  assigner: {title: Ready?, why: 'it''s \"so\"'}\nstart: {role: assigner, requires: "
    "[rfc.summary]}\n",
    "- &a {m: 1, <<: {n: 2}}\n- *a\n- <<: [*a, *a]\n  o: \"x\\u20ac\\\n   y\"\n- - b\n  - ? c\n    : d\n",
    "text: |2- # note\n   one\n\n  two\nfold: >+\n  a\n   b\n\nc: !!str 1\nd: ~\ne:\n",
    "a: !rfc.urgent\nb: &b -> c\nc: [x, , {y: z}, k: v]\r\nd: 'multi\n\n  line'\r\n---\n...\n",
    "\xEF\xBB\xBF%YAML 1.2\n--- # é€😀\né: plain\n  goes on\n\n  here # c\nx: y\n",
};

std::string mutated(std::string text, std::mt19937& random) {
  static const std::string kPieces[] = {
      ":", ": ",   "- ",    "? ",  "\n", "\n  ", "\t",           "\r", "'",   "\"",  "\\",   "[",
      "]", "{",    "}",     ",",   "#",  " #",   "&a ",          "*a", "!x ", "|\n", ">-\n", "<<: ",
      "~", "null", "---\n", "...", "%",  "\xC3", "\xE2\x82\xAC", "@",  "\x01"};
  const std::size_t changes = 1 + random() % 6;
  for (std::size_t i = 0; i < changes && !text.empty(); ++i) {
    const std::size_t at = random() % text.size();
    const std::size_t length = random() % 8;
    switch (random() % 4) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, kPieces[random() % std::size(kPieces)]);
        break;
      case 2:
        text.insert(random() % text.size(), text.substr(at, length * 3));
        break;
      default:
        text.replace(at, 1, kPieces[random() % std::size(kPieces)]);
    }
  }
  return text;
}

}  // namespace

TEST_CASE("ten thousand levels are refused in every style, and two hundred are read") {
  std::string columns;
  for (std::size_t i = 0; i < 10'000; ++i) columns += std::string(std::min<std::size_t>(i, 300), ' ') + "a:\n";
  for (const std::string& text : {repeated("[", 10'000), repeated("{a: ", 40'000), repeated("- ", 20'000), repeated("? ", 20'000),
                                  columns, "a: " + repeated("[", 10'000) + repeated("]", 10'000)}) {
    const Document document = read(text);
    CHECK(rules(document) == Found{"too-deep"});
    CHECK(document.root == nullptr);
  }
  CHECK(read(repeated("[", 200) + repeated("]", 200)).diagnostics.empty());
  CHECK(findings(read(repeated("[", 201) + repeated("]", 201))) == Found{"too-deep 1:201 ["});
}

TEST_CASE("aliases of aliases cannot fill the memory") {
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  std::string merges = "a0: &a0 {k: v}\n";
  for (int i = 1; i < 30; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int k = 0; k < 9; ++k) bomb += ", " + before;
    bomb += "]\n";
  }
  for (int i = 1; i < 5000; ++i) {
    const std::string name = "a" + std::to_string(i);
    merges += name + ": &" + name + "\n  <<: *a" + std::to_string(i - 1) + "\n  k" + std::to_string(i) + ": v\n";
  }
  CHECK(rules(read(bomb)) == Found{"too-large"});
  CHECK(rules(read(merges)) == Found{"too-large"});
  CHECK(rules(read("- &a '" + repeated("x", 1 << 20) + "'\n" + repeated("- *a\n", 1 << 16))) == Found{"too-large"});
}

TEST_CASE("a text beyond the limit in bytes is refused unread") {
  CHECK(rules(read(std::string(itsmflow::source::kMaxBytes + 1, 'a'))) == Found{"too-large"});
}

TEST_CASE("reading stops after a thousand findings") {
  const Document document = read(repeated("a: b\n", 50'000));
  CHECK(document.diagnostics.size() == itsmflow::source::kMaxFindings + 1);
  CHECK(document.root == nullptr);
}

TEST_CASE("a message about a long text stays short") {
  const Document document = read("a: !" + repeated("€x", 100'000) + "\n");
  REQUIRE(rules(document) == Found{"unexpected-tag"});
  CHECK(document.diagnostics[0].message.size() < 200);
  CHECK(document.diagnostics[0].help.size() < 200);
}

// Ten megabytes take a few seconds at most in an optimised build. Here the growth is looked at, which any build shows: eight times the
// text may take about eight times the time, not sixty-four.
TEST_CASE("the time to read grows with the text, not with its square") {
  struct Shape {
    std::string head, piece, tail;
  };
  const std::vector<Shape> shapes = {
      {"", "- item number one\n", ""},
      {"[", "abc, ", "]"},
      {"{a: [", "{b: c}, ", "]}"},
      {"a: ", "word word\n  ", ""},
      {"a: |\n", "  word word\n", ""},
      {"a: >\n", "  word\n\n", ""},
      {"a: \"", "wo\\u0041\n ", "\""},
      {"a: \"", "word\n  ", ""},
      {"a: [", "word, w\n  ", ""},
      {"a: [", "f(, ", "x]"},
      {"a: [", "f(a, b), ", "x]"},
      {"a: {b: f(", ", c(", "}"},
      {"", "# foo\n", "a: b"},
      {"", "- &a b\n", ""},
      {"", "-\n", ""},
      {"", "a: b\n", ""},
      {"", "- !a\n", ""},
      {"", "- @a\n", ""},
      {"", "'", ""},
      {"", "- b\r", ""},
      {"", "\xFF", ""},
      {"a: '", "''", "'"},
      {"", "\t", ""},
      {"", "[", ""},
      {"", "? ", ""},
      {"", ": ", ""},
      {"", "\"a\" ", ""},
  };
  for (const Shape& shape : shapes) {
    INFO(shape.head << shape.piece << shape.tail);
    const double small = seconds_to_read(shape.head + repeated(shape.piece, 25'000) + shape.tail);
    const double large = seconds_to_read(shape.head + repeated(shape.piece, 200'000) + shape.tail);
    CHECK(large < 0.5 + 30 * small);
  }
}

TEST_CASE("a model of ten megabytes is read") {
  std::string text;
  for (int i = 0; text.size() < (10u << 20); ++i) {
    text += "key_" + std::to_string(i) +
            ": {title: \"Some title of a length that is usual\", doc: words and more words and more words}\n";
  }
  const Document document = read(text + "last: found\nkey_0: again\n");
  CHECK(rules(document) == Found{"duplicate-key"});
  REQUIRE(document.root != nullptr);
  CHECK(document.root->find("last")->text == "found");
}

TEST_CASE("whatever is done to a text, it is read or refused with a reason, and every place is in it") {
  std::mt19937 random{77};
  for (int round = 0; round < 6000; ++round) {
    const std::string text = mutated(kSeeds[random() % kSeeds.size()], random);
    INFO(text);
    CHECK(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()) == 0);
  }
}

TEST_CASE("random bytes are refused with a reason") {
  std::mt19937 random{78};
  for (int round = 0; round < 500; ++round) {
    std::string text(random() % 200, ' ');
    for (char& c : text) c = static_cast<char>(random() % 256);
    INFO(round);
    CHECK(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()) == 0);
  }
}
