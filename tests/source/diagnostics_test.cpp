#include "catch.hpp"
#include "reading.hpp"

using namespace reading;

TEST_CASE("a guard that begins with '!' must be quoted, and the text is read as it was meant") {
  const Document document = read("when: !rfc.urgent\nb: [!rfc.a, c]\nd: !rfc.a == \"x\"\ne: !x || y\nf: !rfc.n[0] > 3");
  CHECK(findings(document) == Found{"unexpected-tag 1:7 !rfc.urgent", "unexpected-tag 2:5 !rfc.a",
                                    "unexpected-tag 3:4 !rfc.a == \"x\"", "unexpected-tag 4:4 !x || y",
                                    "unexpected-tag 5:4 !rfc.n[0] > 3"});
  CHECK(document.diagnostics[0].help == "write \"!rfc.urgent\", in double quotes");
  CHECK(document.diagnostics[2].help == "write '!rfc.a == \"x\"', in single quotes");
  REQUIRE(document.root != nullptr);
  for (const char* key : {"when", "d", "e", "f"}) {
    CHECK(document.root->find(key)->faulty);
    CHECK(document.root->find(key)->text == marked(document.root->find(key)->span));
  }
  CHECK(document.root->find("when")->text == "!rfc.urgent");
  CHECK(document.root->find("f")->text == "!rfc.n[0] > 3");
}

TEST_CASE("a fix that quotes is the text with quotes around it") {
  const Document document = read("when: !rfc.urgent");
  REQUIRE(document.diagnostics.at(0).fixes.size() == 1);
  CHECK(document.diagnostics[0].fixes[0].replacement == "\"!rfc.urgent\"");
  CHECK(marked(document.diagnostics[0].fixes[0].span) == "!rfc.urgent");
}

TEST_CASE("a row that begins with '&' must be quoted, and an anchor that is one is left alone") {
  const Document document = read("- &b -> c\n- &b & c -> d\n- && x\n- &b\n- &good x\n- *good\n- &odd?name x");
  CHECK(findings(document) == Found{"bad-anchor 1:3 &b -> c", "bad-anchor 2:3 &b & c -> d", "bad-anchor 3:3 && x",
                                    "bad-anchor 4:3 &b", "bad-anchor 7:3 &odd?name x"});
  CHECK(document.diagnostics[0].help == "write \"&b -> c\", in double quotes");
  REQUIRE(document.root != nullptr);
  CHECK(document.root->items[0]->text == "&b -> c");
  CHECK(document.root->items[5]->text == "x");
}

TEST_CASE("all that is wrong with single values is found in one run") {
  const Document document = read(
      "a: @x\nb: `y`\nc: *.log\nd: \"\\d \\u12\"\ne: | foo\nf: %x\ng: - x\ntitle: Change: urgent\nh: \"\\ud83d\"\nh: twice\ni: "
      "fine");
  CHECK(findings(document) == Found{"syntax 1:4 @x", "syntax 2:4 `y`", "unknown-alias 3:4 *.log", "syntax 4:5 \\d",
                                    "syntax 4:8 \\u12", "syntax 5:4 | foo", "syntax 6:4 %x", "syntax 7:4 - x",
                                    "syntax 8:14 :", "syntax 9:5 \\ud83d", "duplicate-key 10:1 h"});
  REQUIRE(document.root != nullptr);
  CHECK(document.root->find("i")->text == "fine");
  CHECK(document.root->find("title")->text == "Change: urgent");
  CHECK(document.root->find("title")->faulty);
  CHECK_FALSE(document.root->find("i")->faulty);
}

TEST_CASE("a key that is given twice is marked, with the place where it was given first") {
  const Document document = read("a: 1\nb: {c: 1, 'c': 2}\na: 2\n");
  CHECK(findings(document) == Found{"duplicate-key 2:11 'c'", "duplicate-key 3:1 a"});
  REQUIRE(document.diagnostics[1].related.size() == 1);
  CHECK(document.diagnostics[1].related[0].message == "first given here");
  CHECK(document.diagnostics[1].related[0].span.line == 1);
  CHECK(document.root->entries.size() == 2);
  CHECK(document.root->find("a")->text == "1");
}

TEST_CASE("a key that is given twice is found among very many keys") {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "k" + std::to_string(i) + ": v\n";
  const Document document = read(text + "k3: again\nk499: again\n");
  CHECK(findings(document) == Found{"duplicate-key 501:1 k3", "duplicate-key 502:1 k499"});
}

TEST_CASE("a key is one text") {
  const Document document = read("? [a]\n: b\n{x: y}: z\nc: d");
  CHECK(findings(document) == Found{"complex-key 1:3 [a]", "complex-key 3:1 {x: y}"});
  CHECK(document.root->entries.size() == 1);
}

TEST_CASE("quotes that are never closed are marked where they open") {
  for (const char* text : {"a: \"abc", "a: \"abc\n", "a: \"abc\n   ", "a: 'abc", "a: 'abc\nb: c\n", "a: \"x\nb: c\n\n"}) {
    INFO(text);
    const Document document = read(text);
    REQUIRE(rules(document) == Found{"syntax"});
    CHECK(document.diagnostics[0].message == "this quote is never closed");
    CHECK(document.diagnostics[0].span.line == 1);
    CHECK(document.diagnostics[0].span.column == 4);
    CHECK(document.root == nullptr);
  }
  CHECK(findings(read("- [x, \"abc]\n")) == Found{"syntax 1:7 \""});
}

TEST_CASE("a missing closing quote that a later quote closes is pointed at") {
  const Document document = read("why: \"It's\nb: \"def\"\n");
  REQUIRE(findings(document) == Found{"syntax 2:5 def\""});
  REQUIRE(document.diagnostics[0].related.size() == 1);
  CHECK(document.diagnostics[0].related[0].span.line == 1);
  CHECK(document.diagnostics[0].related[0].span.column == 6);
}

TEST_CASE("the structure's mistakes are marked at the exact place, in words that say what to do") {
  struct Row {
    const char* text;
    const char* finding;
    const char* message;
  };
  const std::vector<Row> rows = {
      {"a: [x, y\nc: d\n", "syntax 1:4 [", "this '[' is not closed"},
      {"a: {x: y", "syntax 1:4 {", "this '{' is not closed"},
      {"role: a\nmoves: {rfc: new -> drafted\nrequires: [x]\n", "syntax 2:8 {", "this '{' is not closed"},
      {"a: 1\n]", "syntax 2:1 ]", "this ']' closes nothing"},
      {"a: [b}", "syntax 1:6 }", "the brackets do not match"},
      {"a: {b: \"c\" d}", "syntax 1:12 d", "',' or '}' is missing before this"},
      {"a:\n\tb: c", "syntax 2:1 \t", "a tab cannot indent a line"},
      {"a:\n  b: 1\n \tc: 2", "syntax 3:2 \t", "a tab cannot indent a line"},
      {"a:\n    b: 1\n  c: 2", "syntax 3:3 c: 2", "this line is indented like nothing above it"},
      {"  a: 1\nb: 2\n", "syntax 2:1 b: 2", "this does not belong to what is above it"},
      {"a: 1\nrole assigner\nb: 2\n", "syntax 2:1 role assigner", "a ':' is missing here"},
      {"a: 1\nrole assigner\n", "syntax 2:1 role assigner", "a ':' is missing here"},
      {"a: 1\n  b: 2\n", "syntax 2:3 b:", "this line is indented as if it went on with the text above it"},
      {"a: 'x' y", "syntax 1:8 y", "this cannot follow the value before it"},
      {"a: [b] c", "syntax 1:8 c", "this cannot follow the value before it"},
      {"- a\n-b\n- c", "syntax 2:1 -b", "this does not belong to what is above it"},
      {": x", "syntax 1:1 :", "a key is missing before ':'"},
      {"a: \"x\n--- y\"", "syntax 2:1 ---", "a document mark stands inside a quoted text"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const Document document = read(row.text);
    REQUIRE(findings(document) == Found{row.finding});
    CHECK(document.diagnostics[0].message == row.message);
    CHECK_FALSE(document.diagnostics[0].help.empty());
  }
}

TEST_CASE("a bracket that is not closed names the place up to which its end was looked for") {
  const Document document = read("a: [x, y\nc: d\n");
  REQUIRE(document.diagnostics.at(0).related.size() == 1);
  CHECK(document.diagnostics[0].related[0].span.line == 2);
}

TEST_CASE("a file holds exactly one document") {
  CHECK(findings(read("a: b\n---\nc: d")) == Found{"several-documents 2:1 ---"});
  CHECK(findings(read("a: b\n...\nc: d")) == Found{"several-documents 3:1 c"});
  CHECK(read("a: b\n---\nc: d").root == nullptr);
  CHECK(read("%YAML 1.2\n---\na: b\n...\n").diagnostics.empty());
  for (const char* text : {"", "\n \n", "# only a comment", "---\n", "~", "\xEF\xBB\xBF"}) {
    INFO(text);
    CHECK(rules(read(text)) == Found{"empty-document"});
    CHECK(read(text).root == nullptr);
  }
}

TEST_CASE("bytes that are not UTF-8 are found with their line, and the rest is read") {
  const Document document = read("a: b\nc: caf\xE9\na: d\ne: \xC0\xAF\xED\xA0\x80 x");
  CHECK(findings(document) == Found{"not-utf8 2:7 \xE9", "duplicate-key 3:1 a", "not-utf8 4:4 \xC0\xAF\xED\xA0\x80"});
  CHECK(document.diagnostics[0].message == "byte 0xE9 at offset 11 is not UTF-8");
  REQUIRE(document.root != nullptr);
  CHECK(document.root->find("c")->faulty);
  CHECK_FALSE(document.root->find("a")->faulty);
}

TEST_CASE("control characters cannot stand in a text, neither as they are nor escaped") {
  CHECK(findings(read("a: x\x01y\nb: \x7F\nc: \xC2\x80")) ==
        Found{"control-character 1:5 \x01", "control-character 2:4 \x7F", "control-character 3:4 \xC2\x80"});
  CHECK(findings(read("a: \"x\\0y\"")) == Found{"control-character 1:6 \\0"});
  CHECK(findings(read(std::string("a: b\nc\0d", 8))) == Found{std::string("control-character 2:2 \0", 23)});
}

TEST_CASE("a file of another encoding or a binary one is refused as a whole") {
  CHECK(rules(read("\xFF\xFE"
                   "a")) == Found{"not-utf8"});
  std::string png = "\x89PNG\r\n\x1A\n";
  png += std::string(64, '\0');
  CHECK(rules(read(png)) == Found{"control-character"});
  CHECK(read(png).root == nullptr);
  std::string noise;
  for (int i = 0; i < 4000; ++i) noise += static_cast<char>(i % 2 == 0 ? 0x80 + i % 64 : 'a');
  CHECK(rules(read(noise)).size() == 20);
  CHECK(read(noise).root == nullptr);
}
