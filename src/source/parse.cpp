#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>

#include "source/builder.hpp"
#include "source/explain.hpp"
#include "source/prescan.hpp"

namespace itsmflow::source {

namespace {

constexpr std::size_t kAttempts = 25;
constexpr std::size_t kAttemptsOnLargeText = 3;
constexpr std::size_t kLargeText = 1u << 20;

/// A stream over bytes that are already there.
class Bytes : public std::streambuf {
 public:
  explicit Bytes(std::string& text) { setg(text.data(), text.data(), text.data() + text.size()); }
};

struct Outcome {
  bool empty = false;
  std::vector<Fault> faults;  ///< at most one
};

Stumble stumble_of(const YAML::Exception& error, const Builder& builder, std::string_view text) {
  const std::size_t shift = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  Stumble stumble;
  stumble.text = text;
  stumble.message = error.msg;
  stumble.at = error.mark.is_null() ? builder.at() : static_cast<std::size_t>(std::max(error.mark.pos, 0)) + shift;
  stumble.read = builder.at();
  stumble.last_alias = builder.last_alias();
  stumble.last_scalar = builder.last_scalar();
  stumble.open = builder.open();
  return stumble;
}

Outcome attempt(Document& document, std::string_view text, const std::vector<Mask>& masks) {
  std::string fed = hide_question_marks(std::string{text});
  Bytes bytes{fed};
  std::istream stream{&bytes};
  Builder builder{document, text, masks};
  Outcome outcome;
  try {
    YAML::Parser parser{stream};
    outcome.empty = !parser.HandleNextDocument(builder);
    if (!outcome.empty) builder.finish();
  } catch (const Fault& fault) {
    outcome.faults.push_back(fault);
  } catch (const YAML::Exception& error) {
    outcome.faults.push_back(explain(document.source, stumble_of(error, builder, text)));
  }
  return outcome;
}

bool adds_something(const Mask& mask, const std::vector<Mask>& masks) {
  if (mask.begin >= mask.end) return false;
  return std::none_of(masks.begin(), masks.end(), [&](const Mask& old) { return old.begin <= mask.begin && mask.end <= old.end; });
}

void forget(Document& document) {
  document.root = nullptr;
  document.nodes.clear();
  document.comments.clear();
  document.diagnostics.clear();
}

}  // namespace

Document parse(const std::shared_ptr<const SourceText>& source) {
  Document document;
  document.source = source;
  Diagnostics found;
  CleanText clean_text = clean(source, found);
  std::vector<Mask> masks = clean_text.masks;
  const std::size_t attempts = source->text.size() > kLargeText ? kAttemptsOnLargeText : kAttempts;
  for (std::size_t i = 0; clean_text.usable && i < attempts; ++i) {
    forget(document);
    const Outcome outcome = attempt(document, clean_text.text, masks);
    if (outcome.faults.empty()) {
      if (document.root == nullptr && !has_errors(document.diagnostics)) {
        const bool comments = source->text.find('#') != std::string::npos;
        found.push_back(finding("empty-document",
                                comments ? "there is nothing but comments in this text" : "there is nothing in this text",
                                make_span(source, 0, 0), "write a model; `itsmflow new` makes a first one"));
      }
      break;
    }
    const Fault& fault = outcome.faults.front();
    found.push_back(fault.diagnostic);
    document.root = nullptr;
    if (!fault.recoverable || !adds_something(fault.mask, masks)) break;
    // Read again without the bad place, so that one run finds all that is wrong.
    masks.push_back(fault.mask);
    std::fill_n(clean_text.text.begin() + static_cast<std::ptrdiff_t>(fault.mask.begin), fault.mask.end - fault.mask.begin, '_');
  }
  document.diagnostics.insert(document.diagnostics.end(), found.begin(), found.end());
  sort(document.diagnostics);
  return document;
}

}  // namespace itsmflow::source
