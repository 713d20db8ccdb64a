#include <itsmflow/model.hpp>

#include "base/digest.hpp"

#include <utility>

namespace itsmflow {

Value document_value(std::string place, std::string_view content) {
  return Value(Value::Entries{{"place", Value(std::move(place))}, {"digest", Value("blake2b-256:" + blake2b_hex(content))}});
}

}  // namespace itsmflow
