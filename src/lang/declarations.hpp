#pragma once

#include <itsmflow/diagnostic.hpp>

namespace itsmflow::lang {

/// Where a name that isn't declared is near to one that is, the slip may be in either. The declaration is corrected where the uses, two or
/// more, agree on another name and nothing else says the declared one; where they are no fewer than what says it, or there is one against one,
/// nothing is beyond doubt. Findings of a model that stands alone in its file.
void doubt_declarations(Diagnostics& found);

}  // namespace itsmflow::lang
