#include <algorithm>
#include <map>
#include <utility>

#include "base/utf8.hpp"
#include "report/formats.hpp"
#include "report/path.hpp"
#include "report/visible.hpp"

// There is no standard of this form. What is written here is what GitLab and Jenkins read and show: GitLab the `classname`, `name` and
// `file` of a test and the text in it, Jenkins also the `message` of a failure. Both tell tests apart by `classname` and `name`.

namespace itsmflow::report {
namespace {

constexpr const char* kProgram = "itsmflow";

/// Text in XML 1.0, as content or as the value of an attribute. It has to be visible already, but for line feeds: of what can be
/// printed, XML refuses only two code points.
std::string escaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint at = decode_utf8(text, i);
    const std::size_t bytes = std::max<std::size_t>(at.bytes, 1);
    if (at.value == '&') {
      result += "&amp;";
    } else if (at.value == '<') {
      result += "&lt;";
    } else if (at.value == '>') {
      result += "&gt;";
    } else if (at.value == '"') {
      result += "&quot;";
    } else if (at.bytes == 0 || at.value == 0xFFFE || at.value == 0xFFFF) {
      result += "\xEF\xBF\xBD";
    } else {
      result += text.substr(i, bytes);
    }
    i += bytes;
  }
  return result;
}

std::string attribute(std::string_view name, std::string_view value) {
  return ' ' + std::string(name) + "=\"" + escaped(value) + '"';
}

struct Count {
  std::size_t tests = 0;
  std::size_t failures = 0;

  std::string attributes() const {
    return attribute("tests", std::to_string(tests)) + attribute("failures", std::to_string(failures)) + attribute("errors", "0") +
           attribute("skipped", "0");
  }
};

/// The tests about one file, or about none.
struct Suite {
  std::string path;  ///< empty: what has no place
  std::vector<const Diagnostic*> findings;

  std::string name() const { return path.empty() ? kProgram : visible(path); }

  /// Jenkins takes what stands before the last point for a package.
  std::string class_name() const {
    constexpr std::string_view kEnding = ".yaml";
    std::string text = name();
    if (text.size() > kEnding.size() && text.ends_with(kEnding)) text.resize(text.size() - kEnding.size());
    return text;
  }
};

std::string path_of(const Diagnostic& diagnostic) {
  return diagnostic.span ? plain_path(diagnostic.span.source->name) : std::string();
}

/// A suite for each file that was looked at, then for each other that findings name; at least one.
std::vector<Suite> suites_of(const Diagnostics& diagnostics, const std::vector<std::string>& files) {
  std::vector<Suite> suites;
  std::map<std::string, std::size_t> index;
  const auto suite_of = [&](const std::string& path) -> Suite& {
    const auto [at, fresh] = index.emplace(path, suites.size());
    if (fresh) suites.push_back({path, {}});
    return suites[at->second];
  };
  for (const std::string& file : files) suite_of(plain_path(file));
  for (const Diagnostic& diagnostic : diagnostics) suite_of(path_of(diagnostic)).findings.push_back(&diagnostic);
  if (suites.empty()) suite_of("");
  return suites;
}

class Document {
 public:
  explicit Document(const ReportStyle& style) : style_(style) { style_.colour = false; }

  void add(const Suite& suite) {
    Count count;
    std::string tests;
    for (const Diagnostic* finding : suite.findings) tests += test_of(suite, *finding, count);
    if (suite.findings.empty()) {
      ++count.tests;
      tests = opened(suite, unique_name(suite, "no findings")) + "/>\n";
    }
    suites_ += "  <testsuite" + attribute("name", suite.name()) + count.attributes() + ">\n" + tests + "  </testsuite>\n";
    all_.tests += count.tests;
    all_.failures += count.failures;
  }

  std::string text() const {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", kProgram) + all_.attributes() + ">\n" +
           suites_ + "</testsuites>\n";
  }

 private:
  /// Of tests with one name, hosts show only the first.
  std::string unique_name(const Suite& suite, const std::string& name) {
    const std::size_t times = ++times_named_[{suite.class_name(), name}];
    return times == 1 ? name : unique_name(suite, name + " (" + std::to_string(times) + ')');
  }

  static std::string opened(const Suite& suite, const std::string& name) {
    std::string tag = "    <testcase" + attribute("classname", suite.class_name()) + attribute("name", name);
    if (!suite.path.empty()) tag += attribute("file", visible(suite.path));
    return tag;
  }

  std::string test_of(const Suite& suite, const Diagnostic& finding, Count& count) {
    const bool fails = finding.severity >= style_.failing;
    ++count.tests;
    if (fails) ++count.failures;
    const std::string name = unique_name(suite, visible(finding.message) + " [" + visible(finding.rule) + ']');
    std::string test = opened(suite, name);
    if (finding.span) test += attribute("line", std::to_string(finding.span.line));
    const std::string words = escaped(in_full(finding, style_));
    if (!fails) return test + ">\n      <system-out>" + words + "</system-out>\n    </testcase>\n";
    test += ">\n      <failure" + attribute("message", headline(finding, false)) + attribute("type", visible(finding.rule));
    return test + ">" + words + "</failure>\n    </testcase>\n";
  }

  ReportStyle style_;
  std::map<std::pair<std::string, std::string>, std::size_t> times_named_;  ///< by class name and name
  std::string suites_;
  Count all_;
};

}  // namespace

std::string render_junit(const Diagnostics& diagnostics, const ReportStyle& style) {
  Document document(style);
  for (const Suite& suite : suites_of(diagnostics, style.files)) document.add(suite);
  return document.text();
}

}  // namespace itsmflow::report
