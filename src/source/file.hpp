#pragma once

#include <itsmflow/diagnostic.hpp>

#include <memory>
#include <string>

namespace itsmflow::source {

/// The text of a file, named by its path.
///
/// Throws NotFound (Kind::file) where there is none, StoreError (Kind::io) where it cannot be read: a folder, no permission, larger
/// than kMaxBytes. What is in the file is not looked at; parse() does that.
std::shared_ptr<const SourceText> read_file(const std::string& path);

}  // namespace itsmflow::source
