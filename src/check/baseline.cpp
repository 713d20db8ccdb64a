#include "check/baseline.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <utility>

#include "check/mapping_file.hpp"
#include "source/finding.hpp"

namespace itsmflow {
namespace check {
namespace {

namespace fs = std::filesystem;
using source::Node;

constexpr std::string_view kVersion = "1";

fs::path real(const fs::path& path) {
  std::error_code error;
  const fs::path found = fs::weakly_canonical(path, error);
  return error ? path : found;
}

fs::path folder_of(const std::string& baseline) {
  return real(baseline).parent_path();
}

/// A file as baselines name it, wherever the program was started.
std::string name_in(const fs::path& folder, const std::string& file) {
  const fs::path relative = real(file).lexically_relative(folder);
  return relative.empty() ? file : relative.generic_string();
}

Fingerprint fingerprint(const fs::path& folder, const Diagnostic& finding) {
  return {finding.span ? name_in(folder, finding.span.source->name) : std::string(), finding.rule, finding.message};
}

std::string member(MappingFile& file, const Node& item, std::string_view key) {
  const Node* node = item.find(key);
  if (node != nullptr && node->kind == Node::Kind::scalar) return node->text;
  file.error("bad-setting", "an entry of the baseline has no '" + std::string(key) + "'", item.span,
             "delete the entry, or write the baseline again with --write-baseline");
  return {};
}

std::uint32_t count_of(MappingFile& file, const Node& item) {
  const Node* node = item.find("count");
  if (node == nullptr) return 1;
  const std::string& text = node->text;
  const bool number = !text.empty() && text.size() < 8 && text.find_first_not_of("0123456789") == std::string::npos && text != "0";
  if (number) return static_cast<std::uint32_t>(std::stoul(text));
  file.error("bad-setting", "'count' of an entry of the baseline must be a number from 1", node->span, "write 1, or leave it out");
  return 1;
}

void read_entry(MappingFile& file, const Node& item, Baseline& baseline) {
  if (item.kind != Node::Kind::mapping) {
    file.error("wrong-type", "an entry of the baseline must be a mapping", item.span,
               "delete it, or write the baseline again with --write-baseline");
    return;
  }
  Baseline::Entry entry{member(file, item, "file"), member(file, item, "rule"), member(file, item, "message"), count_of(file, item),
                        item.span};
  baseline.entries.push_back(std::move(entry));
}

}  // namespace

Known::Known(const Baseline& baseline) : baseline_(baseline) {
  for (const Baseline::Entry& entry : baseline.entries) left_[{entry.file, entry.rule, entry.message}] += entry.count;
}

bool Known::has(const Diagnostic& finding) {
  if (left_.empty()) return false;
  const auto found = left_.find(fingerprint(folder_of(baseline_.path), finding));
  if (found == left_.end() || found->second == 0) return false;
  --found->second;
  ++count_;
  return true;
}

Diagnostics Known::unused(const std::vector<std::shared_ptr<const SourceText>>& texts,
                          const std::function<bool(const std::string&)>& looked_for) const {
  Diagnostics found;
  if (left_.empty()) return found;
  const fs::path folder = folder_of(baseline_.path);
  std::set<std::string> looked_at;
  for (const auto& text : texts) looked_at.insert(name_in(folder, text->name));
  auto left = left_;
  for (const Baseline::Entry& entry : baseline_.entries) {
    std::uint32_t& more = left[{entry.file, entry.rule, entry.message}];
    std::error_code error;
    const bool seen = looked_at.contains(entry.file) || !fs::exists(folder / entry.file, error);
    if (more == 0 || !seen || !looked_for(entry.rule)) continue;
    const std::uint32_t gone = std::min(more, entry.count);
    more -= gone;
    const bool all = gone == entry.count;
    Diagnostic finding = source::finding(
        "unused-baseline",
        "this is not found any more in " + entry.file + ": " + source::clip(entry.message) + " [" + entry.rule + "]", entry.span,
        "take it out, or write the baseline again with --write-baseline");
    if (!all) {
      finding.message = "this is found less often in " + entry.file + ": " + source::clip(entry.message) + " [" + entry.rule + "]";
      finding.help =
          "write `\"count\": " + std::to_string(entry.count - gone) + "`, or write the baseline again with --write-baseline";
    }
    finding.severity = Severity::warning;
    found.push_back(std::move(finding));
  }
  return found;
}

std::string baseline_text(const Diagnostics& findings, const std::string& path) {
  using Json = nlohmann::ordered_json;
  const fs::path folder = folder_of(path);
  std::map<Fingerprint, std::uint32_t> counts;
  for (const Diagnostic& one : findings) ++counts[fingerprint(folder, one)];
  Json entries = Json::array();
  for (const auto& [print, count] : counts) {
    Json entry = {{"file", std::get<0>(print)}, {"rule", std::get<1>(print)}, {"message", std::get<2>(print)}};
    if (count > 1) entry["count"] = count;
    entries.push_back(std::move(entry));
  }
  const Json document = {{"itsmflow_baseline", 1}, {"findings", std::move(entries)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace check

Loaded<Baseline> read_baseline(const std::string& path) {
  using source::Node;
  check::MappingFile file(path, "a baseline", {"itsmflow_baseline", "findings"});
  Baseline baseline;
  baseline.path = path;
  if (file.root() == nullptr) return {std::move(baseline), file.take()};
  const Node* version = file.find("itsmflow_baseline");
  const Node* findings = file.find("findings");
  if (version == nullptr || version->text != check::kVersion) {
    file.error("bad-setting", "this is no baseline that can be read here", version == nullptr ? file.root()->span : version->span,
               "write one with --write-baseline; it begins with `\"itsmflow_baseline\": 1`");
  } else if (findings == nullptr || findings->kind != Node::Kind::sequence) {
    file.error("wrong-type", "'findings' of a baseline must be a list", findings == nullptr ? file.root()->span : findings->span,
               "write the baseline again with --write-baseline");
  } else {
    for (const Node* item : findings->items) check::read_entry(file, *item, baseline);
  }
  return {std::move(baseline), file.take()};
}

}  // namespace itsmflow
