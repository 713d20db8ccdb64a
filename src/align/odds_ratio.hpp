#pragma once

#include <itsmflow/association.hpp>

namespace itsmflow {

// The two ways to come to an association. No row and no column of the table may be empty.

Association exact_association(const CrossTable& table);
/// No cell may be zero.
Association approximate_association(const CrossTable& table);

}  // namespace itsmflow
