#pragma once

#include <string>

namespace itsmflow::report {

/// The path that a source is named by, without what changes nothing in it: "./models//a.yaml" is "models/a.yaml".
std::string plain_path(const std::string& name);

/// The same as a URI (RFC 3986): relative as the path is, or of the scheme `file`. Each byte that a URI can't hold is written as %XX,
/// so that it is one whatever a file is called.
std::string uri_of(const std::string& name);

}  // namespace itsmflow::report
