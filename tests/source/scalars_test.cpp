#include <random>

#include "catch.hpp"
#include "reading.hpp"

using namespace reading;

namespace {

struct Sample {
  std::string yaml;                                          // the value of key `a`
  std::string text;                                          // decoded
  std::string written;                                       // the source of the whole value
  std::vector<std::pair<std::string, std::string>> parts{};  // decoded piece, its source
};

const std::vector<Sample> kSamples = {
    {"a: plain", "plain", "plain", {{"lai", "lai"}, {"plain", "plain"}}},
    {"a: two words   # comment", "two words", "two words", {{"words", "words"}}},
    {"a: not#a comment", "not#a comment", "not#a comment", {{"#a", "#a"}}},
    {"a: é€ x", "é€ x", "é€ x", {{"€", "€"}, {"x", "x"}}},
    {"a: x:y", "x:y", "x:y", {{":", ":"}}},
    {"a: one\n   two\n\n   three\nb: c",
     "one two\nthree",
     "one\n   two\n\n   three",
     {{"two", "two"}, {"three", "three"}, {"one", "one"}}},
    {"a: one  \n  two", "one two", "one  \n  two", {{"one", "one"}, {"two", "two"}}},
    {"a: one\r\n  two\r\nb: c", "one two", "one\r\n  two", {{"one", "one"}, {"two", "two"}}},
    {"a: 'single'", "single", "'single'", {{"ing", "ing"}, {"single", "single"}}},
    {"a: 'it''s'", "it's", "'it''s'", {{"'", "''"}, {"s", "s"}, {"it", "it"}}},
    {"a: 'x\n\n  y'", "x\ny", "'x\n\n  y'", {{"y", "y"}, {"x", "x"}}},
    {"a: ''", "", "''", {}},
    {"a: \"dou ble\"", "dou ble", "\"dou ble\"", {{"ble", "ble"}}},
    {R"(a: "t\tn\n\"q\\\/\x41\u00e9\U0001F600 end")",
     "t\tn\n\"q\\/A\u00e9\U0001F600 end",
     R"("t\tn\n\"q\\\/\x41\u00e9\U0001F600 end")",
     {{"\t", R"(\t)"}, {"n\n", R"(n\n)"}, {"A", R"(\x41)"}, {"é", R"(\u00e9)"}, {"\U0001F600", R"(\U0001F600)"}, {" end", " end"}}},
    {R"(a: "\a\b\e\f\v\r\N\_\L\P\ x")",
     "\a\b\x1b\f\v\r\u0085\u00a0\u2028\u2029 x",
     R"("\a\b\e\f\v\r\N\_\L\P\ x")",
     {{"\x1b", R"(\e)"}, {"\u0085", R"(\N)"}, {" x", R"(\ x)"}}},
    {"a: \"ab\\\n    cd\"", "abcd", "\"ab\\\n    cd\"", {{"ab", "ab"}, {"cd", "cd"}}},
    {"a: \"ab \\\n\n   cd\"", "ab \ncd", "\"ab \\\n\n   cd\"", {{"cd", "cd"}, {"ab ", "ab "}}},
    {"a: \"ab  \n   cd\"", "ab cd", "\"ab  \n   cd\"", {{"ab", "ab"}, {"cd", "cd"}}},
    {"a: \"x\\t\n  y\"", "x\t y", "\"x\\t\n  y\"", {{"\t", "\\t"}, {"y", "y"}}},
    {"a: |\n  one\n   two\n\n  three\nb: c",
     "one\n two\n\nthree\n",
     "|\n  one\n   two\n\n  three",
     {{"one", "one"}, {" two", " two"}, {"three", "three"}}},
    {"a: |-\n  one\n  two\n\nb: c", "one\ntwo", "|-\n  one\n  two", {{"two", "two"}}},
    {"a: |+\n  one\n\nb: c", "one\n\n", "|+\n  one\n", {{"one", "one"}}},
    {"a: |2\n   one\n  two\n", " one\ntwo\n", "|2\n   one\n  two", {{" one", " one"}, {"two", "two"}}},
    {"a: |-1 # why\n  one\n", " one", "|-1 # why\n  one", {{"one", "one"}}},
    {"a: |\r\n  one\r\n  two\r\n", "one\ntwo\n", "|\r\n  one\r\n  two", {{"one", "one"}, {"two", "two"}}},
    {"a: |\n  one # text\n  two", "one # text\ntwo", "|\n  one # text\n  two", {{"# text", "# text"}, {"two", "two"}}},
    {"a: >\n  one\n  two\n\n  three\nb: c", "one two\nthree\n", ">\n  one\n  two\n\n  three", {{"two", "two"}, {"three", "three"}}},
    {"a: >-\n  one\n    more\n  two\n", "one\n  more\ntwo", ">-\n  one\n    more\n  two", {{"  more", "  more"}, {"two", "two"}}},
    {"a: >\n\n  one\n\n\n  two\n", "\none\n\ntwo\n", ">\n\n  one\n\n\n  two", {{"two", "two"}}},
    {"a: >+\n  one\n\n\n", "one\n\n\n", ">+\n  one\n\n", {{"one", "one"}}},
    {"a: {b: c}", "", "{b: c}", {}},
};

}  // namespace

TEST_CASE("a scalar of any style says where each part of it stands in the source") {
  for (const Sample& sample : kSamples) {
    INFO(sample.yaml);
    const Document document = read(sample.yaml);
    REQUIRE(document.diagnostics.empty());
    const Node* a = document.root->find("a");
    REQUIRE(a != nullptr);
    CHECK(a->text == sample.text);
    CHECK(marked(a->span) == sample.written);
    for (const auto& [piece, source] : sample.parts) {
      INFO(piece);
      const std::size_t at = a->text.find(piece);
      REQUIRE(at != std::string::npos);
      CHECK(part(*a, at, at + piece.size()) == source);
    }
  }
}

TEST_CASE("a part that cuts a code point in two grows to the whole of it") {
  const Document document = read("a: \"x\\u20acy\"\nb: x€y");
  CHECK(part(*document.root->find("a"), 2, 3) == "\\u20ac");
  CHECK(part(*document.root->find("b"), 2, 3) == "€");
}

TEST_CASE("a part beyond the end of the text is cut off at the end") {
  const Document document = read("a: abc # d");
  CHECK(part(*document.root->find("a"), 1, 99) == "bc");
  CHECK(part(*document.root->find("a"), 50, 99).empty());
}

TEST_CASE("lines and columns count from one, columns in code points, and the end is exclusive") {
  const Document document = read(
      "\xEF\xBB\xBF"
      "é: x\r\nb: [€, yy]");
  const Node& b = *document.root->find("b");
  CHECK(document.root->entries[0].key->span.column == 1);
  CHECK(document.root->find("é")->span.column == 4);
  const Span yy = b.items[1]->span;
  CHECK(yy.line == 2);
  CHECK(yy.column == 8);
  CHECK(yy.end_line == 2);
  CHECK(yy.end_column == 10);
}

TEST_CASE("null is told from nothing and from the word in quotes, and a key is always a word") {
  const Document document = read("a: ~\nb:\nc: null\nd: 'null'\nnull: Null\ne: [~, , x]");
  REQUIRE(document.diagnostics.empty());
  const Node& root = *document.root;
  CHECK(root.find("a")->kind == Node::Kind::null);
  CHECK(root.find("a")->text == "~");
  CHECK(root.find("b")->kind == Node::Kind::null);
  CHECK(root.find("b")->text.empty());
  CHECK(root.find("b")->span.line == 2);
  CHECK(root.find("b")->span.column == 3);
  CHECK(root.find("c")->text == "null");
  CHECK(root.find("d")->kind == Node::Kind::scalar);
  CHECK(root.entries[4].key->kind == Node::Kind::scalar);
  CHECK(root.find("null")->text == "Null");
  REQUIRE(root.find("e")->items.size() == 3);
  CHECK(root.find("e")->items[1]->kind == Node::Kind::null);
}

TEST_CASE("a value that is not there does not swallow a key named null") {
  const Document document = read("a:\nnull: b\n");
  REQUIRE(document.diagnostics.empty());
  CHECK(document.root->find("a")->text.empty());
  CHECK(document.root->find("null")->text == "b");
}

TEST_CASE("comments are kept with their places, and what only looks like one is not") {
  const Document document = read("# first\na: x # why: Ticket #4\nb: '# no' #\nc: | # head\n  # text\n# last");
  REQUIRE(document.comments.size() == 5);
  CHECK(document.comments[0].text == "first");
  CHECK(document.comments[1].text == "why: Ticket #4");
  CHECK(document.comments[1].span.line == 2);
  CHECK(document.comments[1].span.column == 6);
  CHECK(document.comments[2].text.empty());
  CHECK(document.comments[3].text == "head");
  CHECK(document.comments[4].text == "last");
  CHECK(document.root->find("c")->text == "# text\n");
}

TEST_CASE("question marks may stand in texts between brackets") {
  const Document document = read("{title: Ready?, b: [who??, 'a?', \"\\x3f?\"]}");
  REQUIRE(document.diagnostics.empty());
  CHECK(document.root->find("title")->text == "Ready?");
  CHECK(document.root->find("b")->items[0]->text == "who??");
  CHECK(document.root->find("b")->items[1]->text == "a?");
  CHECK(document.root->find("b")->items[2]->text == "??");
}

TEST_CASE("a collection's span goes from its first character to its last") {
  const Document document = read("a: [x, {y: z}, ] # c\nb:\n  - one\n  - k: v\n\nc: d");
  CHECK(marked(document.root->find("a")->span) == "[x, {y: z}, ]");
  CHECK(marked(document.root->find("b")->span) == "- one\n  - k: v");
  CHECK(marked(document.root->find("b")->items[1]->span) == "k: v");
}

TEST_CASE("YAML's own tags are kept and do not belong to the span") {
  const Document document = read("a: !!str 12");
  REQUIRE(document.diagnostics.empty());
  CHECK(document.root->find("a")->tag == "tag:yaml.org,2002:str");
  CHECK(marked(document.root->find("a")->span) == "12");
}

namespace {

/// Writes a text, and notes where each of its characters went.
struct Writer {
  std::string yaml;
  std::vector<std::pair<std::size_t, std::size_t>> places;  // of each character, whole

  void put(const std::string& written) {
    places.emplace_back(yaml.size(), yaml.size() + written.size());
    yaml += written;
  }
};

std::string hex(unsigned value, int digits) {
  std::string out;
  for (int i = digits - 1; i >= 0; --i) out += "0123456789abcdef"[(value >> (4 * i)) & 15u];
  return out;
}

struct Letter {
  std::string utf8;
  unsigned point;
};

const std::vector<Letter> kLetters = {{"a", 'a'},   {"b", 'b'}, {"Z", 'Z'},  {"7", '7'},    {"'", '\''},     {"\"", '"'},
                                      {"\\", '\\'}, {":", ':'}, {"é", 0xE9}, {"€", 0x20AC}, {"😀", 0x1F600}, {" ", ' '},
                                      {"#", '#'},   {",", ','}, {"]", ']'},  {"-", '-'},    {"?", '?'},      {"\n", '\n'}};

using Text = std::vector<Letter>;

Text random_text(std::mt19937& random, bool breaks) {
  Text out;
  const std::size_t length = random() % 30;
  for (std::size_t i = 0; i < length; ++i) out.push_back(kLetters[random() % (kLetters.size() - (breaks ? 0 : 1))]);
  return out;
}

std::string joined(const Text& text) {
  std::string out;
  for (const Letter& letter : text) out += letter.utf8;
  return out;
}

Writer write_double(const Text& text, std::mt19937& random) {
  Writer out;
  out.yaml = "a: \"";
  for (const Letter& letter : text) {
    const unsigned way = random() % 4;
    if (way == 0) {
      out.put(letter.point < 0x10000 ? "\\u" + hex(letter.point, 4) : "\\U" + hex(letter.point, 8));
    } else if (way == 1 && letter.point < 0x100) {
      out.put("\\x" + hex(letter.point, 2));
    } else if (letter.utf8 == "\n") {
      out.put("\\n");
    } else if (letter.utf8 == "\"" || letter.utf8 == "\\") {
      out.put("\\" + letter.utf8);
    } else {
      out.put(letter.utf8);
    }
    if (random() % 12 == 0) out.yaml += "\\\n   ";  // an escaped line break belongs to no character
  }
  return out;
}

Writer write_single(const Text& text) {
  Writer out;
  out.yaml = "a: '";
  for (const Letter& letter : text) out.put(letter.utf8 == "'" ? "''" : letter.utf8);
  return out;
}

Writer write_literal(const Text& text) {
  Writer out;
  out.yaml = "a: |2-\n  ";
  for (const Letter& letter : text) {
    out.put(letter.utf8);
    if (letter.utf8 == "\n") out.yaml += "  ";
  }
  return out;
}

void check_round_trip(const Writer& written, const Text& text, const std::string& closing) {
  INFO(written.yaml + closing);
  const Document document = read(written.yaml + closing + "\nb: c");
  REQUIRE(findings(document).empty());
  const Node* a = document.root->find("a");
  REQUIRE(a->text == joined(text));
  CHECK(document.root->find("b")->text == "c");
  std::size_t at = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Span span = a->part(at, at + text[i].utf8.size());
    CHECK(std::pair<std::size_t, std::size_t>{span.begin, span.end} == written.places[i]);
    at += text[i].utf8.size();
  }
}

}  // namespace

TEST_CASE("any text written in any style is read back, each character at its place") {
  std::mt19937 random{20140303};
  for (int round = 0; round < 1500; ++round) {
    Text text = random_text(random, true);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i].utf8 == " ") text[i] = kLetters[0];  // blanks at line ends and begins are the table's business
    }
    check_round_trip(write_double(text, random), text, "\"");

    const Text line = random_text(random, false);
    check_round_trip(write_single(line), line, "'");

    Text block = random_text(random, true);
    while (!block.empty() && block.back().utf8 == "\n") block.pop_back();  // "-" strips them
    const std::string lines = joined(block);
    if (lines.find_first_not_of(' ') != std::string::npos) check_round_trip(write_literal(block), block, "");
  }
}
