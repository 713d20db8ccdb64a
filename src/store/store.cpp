#include <itsmflow/store.hpp>

namespace itsmflow {

Store::~Store() = default;
Store::Transaction::~Transaction() = default;

}  // namespace itsmflow
