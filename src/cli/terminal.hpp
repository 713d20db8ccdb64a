#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::cli {

enum class Style { strong, faint, good, bad, warning };

/// Marks text to be shown in a style where the output has colours; elsewhere the marks vanish.
std::string paint(Style style, std::string_view text);

/// Text that came from a file, a person or a database, fit for one line of a terminal: control characters, marks that change the
/// direction of writing and bytes that aren't UTF-8 are written out ("\x1b", "\u202e", "\n").
std::string visible(std::string_view text);

/// As visible(), but lines stay lines.
std::string visible_lines(std::string_view text);

/// How many characters a text is wide, style marks not counted.
std::size_t width_of(std::string_view text);

enum class Color { never, always, automatic };

/// The two outputs of the program. The only place that writes to them.
///
/// A reader that closes the pipe is no fault: what follows is dropped. Any other failure to write throws a Failure.
class Terminal {
 public:
  Terminal();

  void set_color(Color color);
  bool is_terminal() const noexcept { return out_is_terminal_; }
  bool colors() const noexcept { return out_colors_; }
  /// Whether somebody watches both outputs come, so that a line may stand there for a while and be taken away again.
  bool is_watched() const noexcept;
  /// How many characters a line of the standard error has.
  std::size_t error_width() const noexcept;
  /// The reader has gone: there is no use in going on.
  bool closed() const noexcept { return closed_; }

  /// Writes text to the standard output; control characters but line ends are made visible, styles become colours.
  void print(std::string_view text);
  void line(std::string_view text = {});
  /// Writes bytes as they are: pictures, scripts, what the library has rendered for this output.
  void raw(std::string_view bytes);
  void json(const nlohmann::ordered_json& document);

  /// The same for the standard error.
  void complain(std::string_view text);
  void complain_raw(std::string_view bytes);
  bool error_colors() const noexcept { return error_colors_; }

  /// What was written has arrived.
  void flush();

 private:
  void write(std::FILE* stream, std::string_view bytes);

  bool out_is_terminal_;
  bool error_is_terminal_;
  bool out_colors_ = false;
  bool error_colors_ = false;
  bool closed_ = false;
};

/// Rows of cells under one another; the last cell of a row is as long as it is.
class Table {
 public:
  explicit Table(std::string indent = {}) : indent_(std::move(indent)) {}
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const noexcept { return rows_.empty(); }
  std::string text() const;

 private:
  std::string indent_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace itsmflow::cli
