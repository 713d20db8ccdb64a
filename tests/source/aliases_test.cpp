#include "catch.hpp"
#include "reading.hpp"

using namespace reading;

TEST_CASE("an alias has the anchor's content and its own place") {
  const Document document = read("a: &x {k: v}\nb: *x\nc: &s 'it''s'\nd: *s\ne: &l [1, 2]\nf: *l\n*s : g");
  REQUIRE(document.diagnostics.empty());
  const Node& root = *document.root;
  const Node& b = *root.find("b");
  CHECK(b.kind == Node::Kind::mapping);
  CHECK(marked(b.span) == "*x");
  CHECK(b.anchored == root.find("a"));
  CHECK(marked(b.find("k")->span) == "v");
  CHECK(b.find("k")->span.line == 1);
  CHECK(root.find("d")->text == "it's");
  CHECK(part(*root.find("d"), 0, 2) == "*s");
  CHECK(root.find("f")->items.size() == 2);
  CHECK(marked(root.find("e")->span) == "[1, 2]");
  CHECK(root.find("it's")->text == "g");
}

TEST_CASE("an anchor that is defined again counts from there on") {
  const Document document = read("- &a x\n- *a\n- &a y\n- *a");
  CHECK(document.root->items[1]->text == "x");
  CHECK(document.root->items[3]->text == "y");
}

TEST_CASE("a merge key brings in what is not there, nearest first, and keeps where it was written") {
  const Document document =
      read("x: &a {m: 1, n: 2}\ny: &b {n: 3, o: 4}\nz:\n  <<: [*a, *b]\n  m: own\nw: {<<: *b, p: 5}\nv: {<<: {q: 6}}");
  REQUIRE(document.diagnostics.empty());
  const Node& z = *document.root->find("z");
  REQUIRE(z.entries.size() == 3);
  CHECK(z.find("m")->text == "own");
  CHECK_FALSE(z.entries[0].merged);
  CHECK(z.find("n")->text == "2");
  CHECK(z.find("n")->span.line == 1);
  CHECK(z.find("o")->text == "4");
  CHECK(z.entries[2].merged);
  CHECK(z.find("<<") == nullptr);
  CHECK(document.root->find("w")->entries[0].key->text == "p");
  CHECK(document.root->find("v")->find("q")->text == "6");
}

TEST_CASE("merges of merges reach through") {
  const Document document = read("- &a {m: 1}\n- &b {<<: *a, n: 2}\n- {<<: *b, o: 3}");
  const Node& last = *document.root->items[2];
  CHECK(last.find("m")->text == "1");
  CHECK(last.entries.size() == 3);
}

TEST_CASE("a quoted '<<' is a key like any other, and a merge key takes mappings only") {
  CHECK(read("{'<<': x}").root->find("<<")->text == "x");
  CHECK(findings(read("a: {<<: 3}\nb: {<<: [{x: y}, 4]}\nc: {<<: ~}")) ==
        Found{"bad-merge 1:9 3", "bad-merge 2:18 4", "bad-merge 3:9 ~"});
  CHECK(findings(read("a: &a {x: y}\nb: {<<: *a, <<: *a}")) == Found{"duplicate-key 2:13 <<"});
}

TEST_CASE("an alias of what it stands in is a cycle") {
  const Document document = read("a: &a [b, *a]\nc: &c {d: {e: *c}}\nf: &f {<<: *f}");
  CHECK(findings(document) == Found{"alias-cycle 1:11 *a", "alias-cycle 2:15 *c", "alias-cycle 3:12 *f"});
  REQUIRE(document.diagnostics[1].related.size() == 1);
  CHECK(document.diagnostics[1].related[0].span.column == 4);  // &c
}

TEST_CASE("an alias of nothing is found, all of them in one run") {
  const Document document = read("a: *b\nc: [*d, e]\nf: &g x\nh: *g -> i");
  CHECK(findings(document) == Found{"unknown-alias 1:4 *b", "unknown-alias 2:5 *d", "bad-alias 4:4 *g -> i"});
  CHECK(document.root->find("h")->text == "*g -> i");
}
