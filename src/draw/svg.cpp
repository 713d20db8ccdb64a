#include "draw/svg.hpp"

#include "base/harmless.hpp"
#include "draw/findings.hpp"
#include "draw/graphviz.hpp"
#include "draw/palette.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <string_view>

namespace itsmflow::drawing {
namespace {

/// A text written in another way to read runs in its own direction; "svg:root" is only one that stands alone.
constexpr std::string_view kRules =
    "svg:root { color-scheme: light dark; }\n"
    ".itsmflow text { unicode-bidi: plaintext; }\n";

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// The words for what graphviz wrote under an id: "n3" a shape, "e3" an arrow, "clust1" a group, "graph0" all.
std::optional<std::string> words_for(const Picture& picture, std::string_view id) {
  if (id == "graph0") return picture.title;
  if (id.starts_with("clust")) return std::string();
  const auto number = number_in(id.substr(std::min<std::size_t>(id.size(), 1)));
  if (!number) return std::nullopt;
  if (id.front() == 'n' && *number < picture.shapes.size()) return words_of(picture.shapes[*number]);
  if (id.front() == 'e' && *number < picture.arrows.size()) return words_of(picture, picture.arrows[*number]);
  return std::nullopt;
}

/// Puts words in place of the names in `<g id="n3" …>\n<title>…</title>`.
class Retitled {
 public:
  Retitled(const Picture& picture, std::string_view svg) : picture_(picture), rest_(svg) {}

  std::string run() {
    constexpr std::string_view kGroup = "<g id=\"";
    constexpr std::string_view kTitle = "<title>";
    while (copy_behind(kGroup)) {
      const std::string_view id = rest_.substr(0, rest_.find('"'));
      const std::size_t open = rest_.find('>');
      if (open == std::string_view::npos) break;
      copy(open + 1);
      if (rest_.starts_with('\n')) copy(1);
      const std::size_t close = rest_.find("</title>");
      const auto words = words_for(picture_, id);
      if (!words || !rest_.starts_with(kTitle) || close == std::string_view::npos) continue;
      out_ += words->empty() ? "" : fmt::format("<title>{}</title>", in_html(*words));
      rest_.remove_prefix(close + std::string_view("</title>").size());
    }
    copy(rest_.size());
    return std::move(out_);
  }

 private:
  void copy(std::size_t count) {
    out_ += rest_.substr(0, count);
    rest_.remove_prefix(count);
  }

  bool copy_behind(std::string_view what) {
    const std::size_t at = rest_.find(what);
    if (at == std::string_view::npos) return false;
    copy(at + what.size());
    return true;
  }

  const Picture& picture_;
  std::string_view rest_;
  std::string out_;
};

std::string with_style(std::string svg) {
  const std::size_t begin = svg.find("<svg ");
  const std::size_t end = begin == std::string::npos ? begin : svg.find('>', begin);
  if (end == std::string::npos) return svg;
  svg.insert(end + 1, fmt::format("\n<style>\n{}{}</style>", kRules, dark_rules(".itsmflow")));
  svg.insert(begin + std::string_view("<svg ").size(), "class=\"itsmflow\" ");
  return svg;
}

}  // namespace

std::optional<std::string> to_svg(const Model& model, const Picture& picture) {
  auto svg = run_filter({"dot", "-Tsvg"}, to_dot(model, picture));
  if (!svg) return std::nullopt;
  return with_style(Retitled(picture, *svg).run());
}

}  // namespace itsmflow::drawing
