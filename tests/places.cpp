#include "places.hpp"

namespace places {

std::string source() {
  return PLACES_SOURCE;
}
std::string program() {
  return PLACES_PROGRAM;
}
std::string embed() {
  return PLACES_EMBED;
}

}  // namespace places
