#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/builder.hpp"
#include "source/finding.hpp"

namespace itsmflow::source {

/// What yaml-cpp stumbled over, and where we know it was before that.
struct Stumble {
  std::string_view text;            ///< as it was given to the parser
  std::string message;              ///< the parser's own
  std::size_t at = 0;               ///< where the parser was
  std::size_t read = 0;             ///< up to here everything is made into nodes
  std::size_t last_alias = 0;       ///< begin of the alias that ends at `read`; npos where there is none
  std::size_t last_scalar = 0;      ///< the same for a scalar
  std::vector<Builder::Open> open;  ///< the collections around, outermost first
};

/// Says in a designer's words what is wrong and what to write instead.
Fault explain(const std::shared_ptr<const SourceText>& source, const Stumble& stumble);

}  // namespace itsmflow::source
