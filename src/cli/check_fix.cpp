#include "cli/check_fix.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <itsmflow/check.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "cli/errors.hpp"
#include "cli/output.hpp"
#include "cli/words.hpp"

namespace itsmflow::cli {
namespace {

namespace fs = std::filesystem;

/// A fix can bring others to light. Whatever goes on longer goes in a circle.
constexpr int kRounds = 10;

Failure cannot_mend(const std::string& path, const std::string& why) {
  return {Exit::trouble, "file", fmt::format("cannot mend {}: {}; nothing more was changed", path, why)};
}

/// A file of one text as it was read and as it is to be.
struct Change {
  std::shared_ptr<const SourceText> before;
  std::shared_ptr<const SourceText> after;
  Diagnostics mended;
};

bool mend_once(std::vector<Change>& changes, const Diagnostics& findings) {
  bool any = false;
  for (Change& change : changes) {
    Mended mended = apply_safe_fixes(change.after, findings);
    if (mended.text == change.after->text) continue;
    change.after = std::make_shared<const SourceText>(SourceText{change.after->name, std::move(mended.text)});
    change.mended.insert(change.mended.end(), std::make_move_iterator(mended.mended.begin()),
                         std::make_move_iterator(mended.mended.end()));
    any = true;
  }
  return any;
}

Texts texts_of(const std::vector<Change>& changes) {
  Texts texts;
  for (const Change& change : changes) texts.push_back(change.after);
  return texts;
}

void require_writable(const Change& change) {
  const std::string& path = change.before->name;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::is_regular_file(status)) throw cannot_mend(path, "it is no plain file");
  // The folder would let us replace it; whoever took the right to write away meant it to stay.
  constexpr fs::perms kWrite = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  const bool locked = (status.permissions() & kWrite) == fs::perms::none;
  if (locked || ::access(path.c_str(), W_OK) != 0) throw cannot_mend(path, "it is read-only");
}

void require_unchanged(const Change& change) {
  std::ifstream stream(change.before->name, std::ios::binary);
  const std::string now{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream || now != change.before->text) throw cannot_mend(change.before->name, "it changed while it was checked; check again");
}

void write(Terminal& terminal, const std::vector<Change>& changes) {
  std::size_t files = 0;
  std::size_t findings = 0;
  for (const Change& change : changes) {
    if (change.before == change.after) continue;
    require_writable(change);
    require_unchanged(change);
  }
  for (const Change& change : changes) {
    if (change.before == change.after) continue;
    require_unchanged(change);
    write_file(change.before->name, change.after->text);
    for (const Diagnostic& one : change.mended) {
      terminal.complain(fmt::format("mended {}:{}:{}: {} [{}]", visible(change.before->name), one.span.line, one.span.column,
                                    visible(one.message), one.rule));
    }
    ++files;
    findings += change.mended.size();
  }
  if (files == 0) {
    terminal.complain("nothing to mend without asking");
  } else {
    terminal.complain(fmt::format("mended {} in {}", counted(findings, "finding", "findings"), counted(files, "file", "files")));
  }
}

}  // namespace

Texts mend(Terminal& terminal, const Texts& texts, const Find& find_first, const Find& find_all) {
  std::vector<Change> changes;
  for (const auto& text : texts) changes.push_back({text, text, {}});
  for (int round = 0; round < kRounds; ++round) {
    if (mend_once(changes, find_first(texts_of(changes)))) continue;
    if (!mend_once(changes, find_all(texts_of(changes)))) break;
  }
  write(terminal, changes);
  return texts_of(changes);
}

}  // namespace itsmflow::cli
