#include <itsmflow/story.hpp>

#include "story/page.hpp"

namespace itsmflow {

std::optional<StoryFormat> parse_story_format(std::string_view name) noexcept {
  if (name == "text") return StoryFormat::text;
  if (name == "markdown") return StoryFormat::markdown;
  if (name == "html") return StoryFormat::html;
  return std::nullopt;
}

std::string render(const Story& story, StoryFormat format, const StoryStyle& style) {
  const story::Page page = story::lay_out(story);
  if (format == StoryFormat::markdown) return story::as_markdown(page, story);
  if (format == StoryFormat::html) return story::as_html(page, story);
  return story::as_text(page, story, style);
}

}  // namespace itsmflow
