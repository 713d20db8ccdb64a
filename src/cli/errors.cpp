#include "cli/errors.hpp"

#include <itsmflow/error.hpp>
#include <itsmflow/report.hpp>

#include <new>
#include <nlohmann/json.hpp>
#include <string_view>

#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace itsmflow::cli {
namespace {

struct Trouble {
  Exit exit;
  std::string kind;
  std::string message;
  std::string what;  ///< of not_found: the kind of thing
  std::string name;  ///< of not_found: what was looked for
  Diagnostics findings;
};

Trouble current() {
  try {
    throw;
  } catch (const FindingsFailure& failure) {
    return {failure.exit(), failure.kind(), failure.what(), {}, {}, failure.findings()};
  } catch (const Failure& failure) {
    return {failure.exit(), failure.kind(), failure.what(), {}, {}, {}};
  } catch (const NotFound& error) {
    const Exit exit = error.kind() == NotFound::Kind::file ? Exit::trouble : Exit::usage;
    return {exit, "not_found", error.what(), std::string(to_string(error.kind())), error.name(), {}};
  } catch (const UsageError& error) {
    return {Exit::usage, "usage", error.what(), {}, {}, {}};
  } catch (const ModelError& error) {
    return {Exit::trouble, "model", error.what(), {}, {}, {}};
  } catch (const StoreError& error) {
    return {Exit::trouble, std::string(to_string(error.kind())), error.what(), {}, {}, {}};
  } catch (const Error& error) {
    return {Exit::trouble, "trouble", error.what(), {}, {}, {}};
  } catch (const std::bad_alloc&) {
    return {Exit::trouble, "memory", "there is not enough memory for this", {}, {}, {}};
  } catch (const std::exception& error) {
    return {Exit::trouble, "internal", std::string("this is a fault in itsmflow: ") + error.what(), {}, {}, {}};
  }
}

/// Messages of several lines come from lists of findings; an error is one line.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (c == '\n') {
      line += "; ";
    } else {
      line += c;
    }
  }
  return visible(line);
}

}  // namespace

Failure usage(const std::string& message) {
  return {Exit::usage, "usage", message};
}

Exit report_current_exception(Terminal& terminal, ErrorForm form) {
  const Trouble trouble = current();
  if (form == ErrorForm::text) {
    if (!trouble.findings.empty()) {
      terminal.complain_raw(render(trouble.findings, ReportFormat::full, {.colour = terminal.error_colors()}));
    }
    terminal.complain(paint(Style::bad, "error:") + " " + one_line(trouble.message));
    return trouble.exit;
  }
  nlohmann::ordered_json error = {{"kind", trouble.kind}, {"message", trouble.message}, {"exit", static_cast<int>(trouble.exit)}};
  if (!trouble.what.empty()) error["what"] = trouble.what;
  if (!trouble.name.empty()) error["name"] = trouble.name;
  if (!trouble.findings.empty()) {
    error["findings"] = nlohmann::ordered_json::parse(render(trouble.findings, ReportFormat::json)).at("findings");
  }
  terminal.json({{"error", error}});
  return trouble.exit;
}

}  // namespace itsmflow::cli
