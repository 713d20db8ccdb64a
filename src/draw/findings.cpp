#include "draw/findings.hpp"

#include "base/span.hpp"

#include "draw/trail.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <limits>
#include <utility>

namespace itsmflow::drawing {
namespace {

constexpr std::size_t kMostInLegend = 8;
constexpr std::string_view kEnd = "✗";

bool holds(const Span& outer, const Span& inner) {
  return outer && outer.source == inner.source && outer.begin <= inner.begin && inner.end <= outer.end;
}

/// "A" … "Z", "AA", "AB" …
std::string letter(std::size_t number) {
  std::string letters;
  for (std::size_t rest = number + 1; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters;
}

/// The length of the smallest of some places that holds `span`; the greatest number there is if none does.
std::uint32_t closest(const std::vector<Span>& places, const Span& span) {
  std::uint32_t best = std::numeric_limits<std::uint32_t>::max();
  for (const Span& place : places) {
    if (holds(place, span)) best = std::min(best, place.end - place.begin);
  }
  return best;
}

void append_to_line(std::string& line, std::string_view words) {
  line += fmt::format(" [{}]", words);
}

class Marking {
 public:
  Marking(Picture& picture, const Diagnostics& findings) : picture_(picture) {
    const auto traced = std::ranges::count_if(findings, [](const Diagnostic& finding) { return !finding.trace.empty(); });
    std::size_t lettered = 0;
    for (const Diagnostic& finding : findings) {
      Remark& remark = picture_.remarks.emplace_back();
      remark.finding = finding;
      if (traced > 1 && !finding.trace.empty()) remark.letter = letter(lettered++);
    }
  }

  void run() {
    for (std::size_t i = 0; i < picture_.remarks.size(); ++i) {
      Remark& remark = picture_.remarks[i];
      remark.shapes = shapes_at(remark.finding.span);
      if (is_about_dead(remark.finding.rule)) {
        mark_dead(remark);
      } else if (!remark.finding.trace.empty()) {
        mark_trace(i);
      }
    }
    spread_death();
  }

 private:
  // -- places --

  std::vector<std::size_t> shapes_at(const Span& span) const {
    std::vector<std::size_t> found;
    if (!span) return found;
    std::uint32_t best = std::numeric_limits<std::uint32_t>::max() - 1;
    for (std::size_t i = 0; i < picture_.shapes.size(); ++i) {
      const std::uint32_t length = closest(picture_.shapes[i].places, span);
      if (length > best) continue;
      if (length < best) found.clear();
      best = length;
      found.push_back(i);
    }
    if (!found.empty()) return found;
    if (found = shapes_mentioning(span); !found.empty()) return found;
    for (const Arrow& arrow : picture_.arrows) {
      if (closest(arrow.places, span) <= best && std::ranges::find(found, arrow.from) == found.end()) found.push_back(arrow.from);
    }
    return found;
  }

  std::vector<std::size_t> shapes_mentioning(const Span& span) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < picture_.shapes.size(); ++i) {
      const auto is_meant = [&](const Mention& mention) { return same(mention.activity, span); };
      if (std::ranges::any_of(picture_.shapes[i].mentions, is_meant)) found.push_back(i);
    }
    return found;
  }

  /// Signs at a shape, or at the line of it that stands for the place.
  void put(std::size_t index, const Span& place, Badge badge) {
    Shape& shape = picture_.shapes[index];
    const auto mention =
        std::ranges::find_if(shape.mentions, [&](const Mention& one) { return place && same(one.activity, place); });
    if (mention != shape.mentions.end()) append_to_line(shape.lines.at(mention->line), badge.text);
    shape.badges.push_back(std::move(badge));
  }

  // -- what never happens --

  static bool is_about_dead(std::string_view rule) {
    return rule == "dead-activity" || rule == "dead-result" || rule == "unreachable-state";
  }

  static void mark_dead(Shape& shape) {
    shape.dead = true;
    shape.lines.push_back(shape.is_state() ? "no case ever comes to this state" : "no case ever comes here");
  }

  void mark_dead(Remark& remark) {
    const Span& place = remark.finding.span;
    const bool is_result = remark.finding.rule == "dead-result";
    for (const std::size_t index : remark.shapes) {
      Shape& shape = picture_.shapes[index];
      const auto mention = std::ranges::find_if(shape.mentions, [&](const Mention& one) { return same(one.activity, place); });
      if (mention != shape.mentions.end()) {
        append_to_line(shape.lines.at(mention->line), "never");
      } else if (is_result) {
        shape.lines.push_back(remark.finding.message);
      } else {
        mark_dead(shape);
      }
    }
    for (const Diagnostic::Related& lost : remark.finding.related)
      for (Shape& shape : picture_.shapes)
        if (shape.is_state() && !shape.dead &&
            std::ranges::any_of(shape.places, [&](const Span& one) { return same(one, lost.span); }))
          mark_dead(shape);
    if (!is_result) return;
    dead_results_.push_back(place);
    for (std::size_t i = 0; i < picture_.arrows.size(); ++i) {
      Arrow& arrow = picture_.arrows[i];
      const auto is_dead = [&](const Span& result) {
        return std::ranges::any_of(dead_results_, [&](const Span& dead) { return same(dead, result); });
      };
      if (arrow.results.empty() || !std::ranges::all_of(arrow.results, is_dead)) continue;
      arrow.dead = true;
      remark.arrows.push_back(i);
    }
  }

  /// Nothing goes through a gate that nothing comes to, nor by an arrow from or to where no case ever is.
  void spread_death() {
    for (bool changed = true; changed;) {
      changed = false;
      for (Arrow& arrow : picture_.arrows) {
        if (arrow.dead || !(picture_.shapes[arrow.from].dead || picture_.shapes[arrow.to].dead)) continue;
        arrow.dead = changed = true;
      }
      for (std::size_t i = 0; i < picture_.shapes.size(); ++i) {
        Shape& shape = picture_.shapes[i];
        const bool can_be = shape.is_gate() || shape.kind == Shape::Kind::end;
        if (shape.dead || !can_be || !is_cut_off(i)) continue;
        shape.dead = changed = true;
      }
    }
  }

  bool is_cut_off(std::size_t shape) const {
    bool reached = false;
    bool led_to = false;
    for (const Arrow& arrow : picture_.arrows) {
      if (arrow.to != shape) continue;
      led_to = true;
      reached = reached || !arrow.dead;
    }
    return led_to && !reached;
  }

  // -- traces --

  void mark_trace(std::size_t index) {
    Remark& remark = picture_.remarks[index];
    std::vector<TrailStep> way;
    const std::vector<Diagnostic::Step>& trace = remark.finding.trace;
    for (std::size_t i = 0; i + 1 < trace.size(); ++i) {
      way.push_back({shapes_at(trace[i].span), trace[i].span});
      remark.steps.push_back({fmt::format("{}{}", remark.letter, i + 1), trace[i].message, way.back().shapes});
      for (const std::size_t shape : way.back().shapes) {
        const std::string words = fmt::format("step {}: {}", remark.steps.back().badge, trace[i].message);
        put(shape, trace[i].span, {index, remark.steps.back().badge, words});
      }
    }
    mark_end(index, way);
    remark.arrows = arrows_along(picture_, way, remark.shapes);
    for (const std::size_t arrow : remark.arrows) {
      if (!picture_.arrows[arrow].remark) picture_.arrows[arrow].remark = index;
    }
  }

  void mark_end(std::size_t index, const std::vector<TrailStep>& way) {
    Remark& remark = picture_.remarks[index];
    // A finding may name what isn't drawn, such as a rule.
    for (const Diagnostic::Related& related : remark.finding.related) {
      if (remark.shapes.empty()) remark.shapes = shapes_at(related.span);
    }
    if (remark.shapes.empty() && !way.empty()) remark.shapes = way.back().shapes;
    const std::string badge = remark.letter + std::string(kEnd);
    for (const std::size_t shape : remark.shapes) {
      put(shape, {}, {index, badge, fmt::format("{} {}", badge, remark.finding.trace.back().message)});
    }
    remark.steps.push_back({badge, remark.finding.trace.back().message, remark.shapes});
  }

  Picture& picture_;
  std::vector<Span> dead_results_;
};

}  // namespace

void mark_findings(Picture& picture, const Diagnostics& findings) {
  Marking(picture, findings).run();
}

std::vector<LegendLine> legend_of(const Picture& picture) {
  std::vector<LegendLine> lines;
  const auto is_dead = [](const auto& one) { return one.dead; };
  if (std::ranges::any_of(picture.shapes, is_dead) || std::ranges::any_of(picture.arrows, is_dead)) {
    lines.push_back({LegendLine::Kind::dead, 0, "grey and dashed", "no case ever comes there"});
  }
  for (std::size_t i = 0; i < picture.remarks.size(); ++i) {
    const Remark& remark = picture.remarks[i];
    if (!remark.steps.empty()) {
      const std::string why = remark.finding.label.empty() ? std::string() : ": " + remark.finding.label;
      const std::string sign = remark.steps.size() == 1
                                   ? remark.steps.front().badge
                                   : fmt::format("{} … {}", remark.steps.front().badge, remark.steps.back().badge);
      lines.push_back({LegendLine::Kind::trail, i, sign, remark.finding.message + why});
    } else if (remark.shapes.empty()) {
      lines.push_back({LegendLine::Kind::other, i, {}, remark.finding.message});
    }
  }
  if (lines.size() <= kMostInLegend) return lines;
  const std::size_t more = lines.size() - kMostInLegend + 1;
  lines.resize(kMostInLegend - 1);
  lines.push_back({LegendLine::Kind::other, 0, {}, fmt::format("and {} more findings", more)});
  return lines;
}

std::string words_of(const Shape& shape) {
  std::string words = shape.hint;
  if (shape.dead) words += "; no case ever comes here";
  for (const Badge& badge : shape.badges) words += "; " + badge.words;
  return words;
}

std::string words_of(const Picture& picture, const Arrow& arrow) {
  const auto name = [&](std::size_t index) {
    const Shape& shape = picture.shapes.at(index);
    return shape.title.empty() ? shape.hint : shape.title;
  };
  std::string words = fmt::format("{} → {}", name(arrow.from), name(arrow.to));
  if (!arrow.label.empty()) words += ": " + arrow.label;
  if (arrow.dead) words += "; no case ever goes this way";
  if (arrow.remark) words += fmt::format("; the way of {}", picture.remarks.at(*arrow.remark).finding.message);
  return words;
}

}  // namespace itsmflow::drawing
