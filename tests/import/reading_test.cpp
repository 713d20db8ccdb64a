#include "nets.hpp"

#include "../catch.hpp"

using namespace itsmflow;
using Lines = std::vector<std::string>;

namespace {

/// The findings of a net with these lines in it; they begin in line 2.
Lines findings_of(const std::string& inside, const std::string& prolog = "") {
  return lines_of(check_pnml({"net.pnml", prolog + "<pnml><net id=\"n\" type=\"ptnet\">\n" + inside + "</net></pnml>\n"}));
}
Lines findings_of_text(const std::string& text) {
  return lines_of(check_pnml({"net.pnml", text}));
}

const std::string kSound =
    "<place id=\"p\"><initialMarking><text>1</text></initialMarking></place><place id=\"q\"/><transition id=\"t\"/>"
    "<arc source=\"p\" target=\"t\"/><arc source=\"t\" target=\"q\"/>\n";

}  // namespace

TEST_CASE("a small net is read, and is sound") {
  CHECK(findings_of(kSound).empty());
}

TEST_CASE("prefixes, comments, sections of characters, other people's elements and a declaration change nothing") {
  CHECK(findings_of_text(R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- a net -->
<pn:pnml xmlns:pn="http://www.pnml.org/version-2009/grammar/pnml">
 <pn:net id="n" type="http://www.pnml.org/version-2009/grammar/ptnet">
  <pn:page id="1"><pn:graphics><place id="no place"/></pn:graphics>
   <pn:place id="p"><pn:name><pn:text><![CDATA[first & last]]></pn:text></pn:name><pn:initialMarking><pn:text> 1 </pn:text></pn:initialMarking></pn:place>
   <pn:page id="2"><pn:page id="3"><pn:transition id="t"/></pn:page></pn:page>
   <pn:place id="q"/>
   <pn:toolspecific tool="x"><transition id="no transition"/></pn:toolspecific>
  </pn:page>
  <pn:arc source="p" target="t"/><pn:arc source="t" target="q"/>
 </pn:net>
</pn:pnml>)")
            .empty());
}

TEST_CASE("references stand for what they refer to, also over several pages") {
  CHECK(findings_of(R"(<page id="1"><place id="p"><initialMarking><text>1</text></initialMarking></place><place id="q"/></page>
<page id="2"><referencePlace id="r" ref="s"/><referencePlace id="s" ref="p"/><transition id="t"/><arc source="r" target="t"/></page>
<page id="3"><referenceTransition id="u" ref="t"/><arc source="u" target="q"/></page>
)")
            .empty());
  CHECK(findings_of("<referencePlace id=\"r\" ref=\"s\"/><referencePlace id=\"s\" ref=\"r\"/><transition id=\"t\"/>\n"
                    "<arc source=\"r\" target=\"t\"/>\n") ==
        Lines{"2:29 error unknown-node: this reference leads nowhere: it comes back to itself, or is one of too many in a row"});
  CHECK(findings_of(kSound + "<referencePlace id=\"r\" ref=\"t\"/><arc source=\"r\" target=\"t\"/>\n") ==
        Lines{"3:29 error unknown-node: this reference leads nowhere: 't' is no place"});
}

TEST_CASE("final markings are read where ProM writes them and where they stand among a tool's own") {
  const std::string two = "<place id=\"r\"/><transition id=\"u\"/><arc source=\"p\" target=\"u\"/><arc source=\"u\" target=\"r\"/>";
  CHECK(findings_of(kSound + two) ==
        Lines{"1:8 error no-end: it isn't said where cases end, and there isn't just one place from which no arc leads"});
  const std::string finals =
      "<finalmarkings><marking><place idref=\"p\"><text>0</text></place><place idref=\"q\"><text>1</text></place></marking>"
      "<marking><place idref=\"r\"><text>1</text></place></marking></finalmarkings>";
  CHECK(findings_of(kSound + two + finals).empty());
  CHECK(findings_of(kSound + two + "<toolspecific tool=\"x\" version=\"1\">" + finals + "</toolspecific>").empty());
  CHECK(findings_of(kSound + "<finalmarkings><marking/></finalmarkings>") ==
        Lines{"3:17 error no-end: a final marking without a token"});
  CHECK(findings_of(kSound + "<finalmarkings><marking><place idref=\"t\"><text>1</text></place></marking></finalmarkings>") ==
        Lines{"3:39 error wrong-ends: 't' is a transition; a marking is of places"});
  CHECK(
      findings_of(
          kSound + two +
          "<finalmarkings><marking><place idref=\"q\"/></marking><marking><place idref=\"r\"/><place idref=\"q\"/></marking>"
          "</finalmarkings>") ==
      Lines{
          "3:145 error not-supported: of two final markings one has all places of the other, and so a case may be over while work "
          "is left"});
}

TEST_CASE("what would change the meaning and isn't understood is refused at its place") {
  CHECK(findings_of(kSound + "<arc source=\"q\" target=\"t\"><inscription><text>2</text></inscription></arc>\n") ==
        Lines{"3:47 error not-supported: an arc has the weight '2'; a place holds one token at most"});
  CHECK(findings_of(kSound + "<arc source=\"q\" target=\"t\"><arctype><text>inhibitor</text></arctype></arc>\n") ==
        Lines{"3:43 error not-supported: an arc of the kind 'inhibitor' is not read"});
  CHECK(findings_of(kSound + "<arc source=\"q\" target=\"t\"><type value=\"reset\"/></arc>\n") ==
        Lines{"3:41 error not-supported: an arc of the kind 'reset' is not read"});
  CHECK(findings_of(kSound +
                    "<arc source=\"q\" target=\"t\"><toolspecific tool=\"x\"><kind of=\"readArc\"/></toolspecific></arc>\n") ==
        Lines{"3:61 error not-supported: an arc of the kind 'readArc' is not read"});
  CHECK(findings_of(kSound + "<arc source=\"q\" target=\"t\"><arctype><text>normal</text></arctype></arc>\n") ==
        Lines{"1:8 error no-end: it isn't said where cases end, and there isn't just one place from which no arc leads"});
  CHECK(findings_of(kSound + "<arc source=\"p\" target=\"t\"/>\n") ==
        Lines{"3:2 error not-supported: a second arc leads the same way; together they have the weight 2"});
  CHECK(findings_of(kSound + "<place id=\"r\"><initialMarking><text>2</text></initialMarking></place>\n") ==
        Lines{"3:37 error not-supported: 2 tokens in one place; a place holds one at most"});
  CHECK(findings_of(kSound + "<place id=\"r\"><initialMarking><text>Default,1</text></initialMarking></place>\n") ==
        Lines{"3:37 error bad-number: 'Default,1' is no number of tokens"});
  CHECK(findings_of(kSound + "<place id=\"r\"><capacity><text>3</text></capacity></place>\n") ==
        Lines{"3:31 error not-supported: the place 'r' has a capacity"});
  CHECK(findings_of(kSound + "<transition id=\"u\" guard=\"x > 1\"/>\n") ==
        Lines{"3:27 error not-supported: the transition 'u' has a guard over data"});
  CHECK(findings_of_text("<pnml><net id=\"n\" type=\"http://www.pnml.org/version-2009/grammar/symmetricnet\"/></pnml>") ==
        Lines{"1:25 error not-supported: the net is of the type 'http://www.pnml.org/version-2009/grammar/symmetricnet'; only "
              "place/transition nets are read"});
}

TEST_CASE("names that mean nothing, or two things, are told, and all of them at once") {
  CHECK(findings_of(kSound +
                    "<arc source=\"p\" target=\"tt\"/><place id=\"q\"/>\n<arc source=\"p\" target=\"q\"/>\n<transition/>\n") ==
        Lines{"3:25 error unknown-node: there is no place and no transition 'tt'",
              "3:41 error duplicate-id: the id 'q' stands twice", "4:2 error wrong-ends: an arc leads from a place to a place",
              "5:2 error missing-id: this transition has no id"});
}

TEST_CASE("a net says where it begins, or has one place to which no arc leads") {
  CHECK(findings_of("<place id=\"p\"/><place id=\"q\"/><transition id=\"t\"/><arc source=\"p\" target=\"t\"/><arc source=\"t\" "
                    "target=\"q\"/>")
            .empty());
  CHECK(findings_of("<place id=\"p\"/><transition id=\"t\"/><arc source=\"p\" target=\"t\"/><arc source=\"t\" target=\"p\"/>"
                    "<finalmarkings><marking><place idref=\"p\"/></marking></finalmarkings>") ==
        Lines{"1:8 error no-start: no place has a token at first"});
  CHECK(findings_of(kSound + "<transition id=\"u\"/>\n") ==
        Lines{"3:17 error no-input: nothing keeps the transition 'u' from happening, again and again"});
}

TEST_CASE("a file is one net") {
  CHECK(findings_of_text("<pnml><net id=\"a\"/><net id=\"b\"/></pnml>") ==
        Lines{"1:21 error several-nets: the file holds several nets, and which of them is meant isn't said"});
  CHECK(findings_of_text("<pnml/>") == Lines{"1:2 error not-a-net: there is no net in this file"});
  CHECK(findings_of_text("<html/>") == Lines{"1:2 error not-a-net: this is no PNML: its outermost element is 'html'"});
  CHECK(findings_of("") == Lines{"1:8 error not-a-net: the net has no transitions: nothing can happen in it"});
}

TEST_CASE("broken XML is told at its place") {
  CHECK(findings_of_text("<pnml>\n  <net>\n  </nett>\n</pnml>") ==
        Lines{"3:5 error syntax: an element ends here that isn't the one that is open"});
  CHECK(findings_of_text("<pnml>\n<net id=></net></pnml>") ==
        Lines{"2:9 error syntax: this is no attribute: NAME=\"VALUE\" is expected"});
  CHECK(findings_of_text("") == Lines{"1:1 error syntax: there is no element in this file"});
  CHECK(findings_of_text("itsmflow: 1\n") == Lines{"1:1 error syntax: there is no element in this file"});
  CHECK(findings_of_text("<pnml/>\n<pnml/>") ==
        Lines{"2:2 error syntax: an XML file has one outermost element, and this is a second one"});
  CHECK(findings_of_text("\xFF\xFE<\0p\0") == Lines{"1:1 error not-utf8: the text is UTF-16, not UTF-8"});
  CHECK(findings_of("<place id=\"caf\xE9\"/>\n") == Lines{"2:15 error not-utf8: byte 0xE9 at offset 46 is not UTF-8"});
}

TEST_CASE("a document type that declares entities is refused, and nothing of it is opened or unfolded") {
  const std::string bomb =
      "<!DOCTYPE pnml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
      "<!ENTITY file SYSTEM \"file:///etc/passwd\">]>\n";
  CHECK(findings_of(kSound, bomb) == Lines{"1:1 error doctype: a document type that declares something of its own is not read"});
  CHECK(findings_of(kSound, "<!DOCTYPE pnml SYSTEM \"http://localhost/pnml.dtd\">\n").empty());
}

TEST_CASE("a hundred thousand pages within each other are walked through") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<page id=\"x\">";
  deep += kSound;
  for (int i = 0; i < 100'000; ++i) deep += "</page>";
  CHECK(findings_of(deep).empty());
  CHECK(findings_of(kSound + "<arc source=\"q\" target=\"t\"><toolspecific>" + deep.substr(0, deep.find("<place")) + "<reset/>" +
                    deep.substr(deep.find("</page>")) + "</toolspecific></arc>")
            .front()
            .find("an arc of the kind 'reset' is not read") != std::string::npos);
}

TEST_CASE("a file of more than 16 MB is refused") {
  const Lines lines = findings_of(kSound + std::string(17'000'000, ' '));
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].starts_with("1:1 error too-large: "));
}

TEST_CASE("a long row of references, and many arcs at one transition, are no trouble") {
  std::string long_row = kSound + "<referencePlace id=\"r0\" ref=\"p\"/>";
  for (int i = 1; i < 100'000; ++i)
    long_row += "<referencePlace id=\"r" + std::to_string(i) + "\" ref=\"r" + std::to_string(i - 1) + "\"/>";
  for (int i = 0; i < 20'000; ++i) long_row += "<arc source=\"r99999\" target=\"t\"/>";
  const Lines lines = findings_of(long_row);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].find("unknown-node: this reference leads nowhere") != std::string::npos);
}
