#pragma once

#include <itsmflow/story.hpp>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace itsmflow::story {

// A story laid out: what stands where, in no form yet. Nothing in it is made harmless; every form does that with every text.

/// How a thing is to be taken; forms with colours show it, and all say it in words too.
enum class Tone { plain, good, bad, warning };

struct Fact {
  std::string label;
  std::string value;
  Tone tone = Tone::plain;
};

/// A few things with their names.
struct Facts {
  std::vector<Fact> facts;
};

struct Remark {
  std::string text;
  std::vector<std::int64_t> events{};  ///< that show it
};

struct Remarks {
  std::vector<Remark> remarks;
  Tone tone = Tone::plain;
};

struct GridRow {
  std::vector<std::string> cells;
  std::string under{};  ///< something long, over the whole width; may be empty
};

/// An empty cell in the first column says the same as the one above it.
struct Grid {
  std::vector<std::string> head;
  std::vector<GridRow> rows;
};

struct Quote {
  std::string label;
  std::string text;
};

struct TimeLine {
  std::vector<const StoryEntry*> entries;
};

using Block = std::variant<Facts, Remarks, Grid, Quote, TimeLine>;

/// A part of a section with a heading of its own: a deviation.
struct Part {
  std::string anchor;
  std::string heading;
  Tone tone = Tone::plain;
  std::vector<Block> blocks;
};

struct Section {
  std::string anchor;
  std::string heading;
  std::string lead;  ///< a sentence under the heading; may be empty
  std::vector<Block> blocks;
  std::vector<Part> parts{};
};

struct Page {
  std::string title;
  std::string subtitle;      ///< may be empty
  std::vector<Fact> badges;  ///< the case at one glance
  std::vector<std::string> summary;
  std::vector<Block> about;
  std::vector<Section> sections;
  std::string footer;
};

/// The story must outlive its page.
Page lay_out(const Story& story);

std::string as_text(const Page& page, const Story& story, const StoryStyle& style);
std::string as_markdown(const Page& page, const Story& story);
std::string as_html(const Page& page, const Story& story);

/// "Summary (rfc.summary)", "rfc.summary".
std::string label_of(const StoryData& data);
/// What it holds, or that it was emptied.
std::string value_of(const StoryData& data);
/// "rfc: drafted → transferred".
std::string move_of(const StoryMove& move);
/// "15 hours later".
std::string later_by(Duration pause);
/// How an event is to be taken.
Tone tone_of(const StoryEntry& entry);

}  // namespace itsmflow::story
