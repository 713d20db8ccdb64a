// What the practices are called.

#include <itsmflow/model.hpp>

#include <array>

namespace itsmflow {
namespace {

using enum Practice;

constexpr std::array kPractices{service_desk, request,       incident,     problem,  change,    release,   configuration,
                                knowledge,    service_level, availability, capacity, financial, continuity};

}  // namespace

std::string_view to_string(Practice practice) noexcept {
  switch (practice) {
    case service_desk:
      return "service_desk";
    case request:
      return "request";
    case incident:
      return "incident";
    case problem:
      return "problem";
    case change:
      return "change";
    case release:
      return "release";
    case configuration:
      return "configuration";
    case knowledge:
      return "knowledge";
    case service_level:
      return "service_level";
    case availability:
      return "availability";
    case capacity:
      return "capacity";
    case financial:
      return "financial";
    case continuity:
      return "continuity";
  }
  return "";
}

std::span<const Practice> practices() noexcept {
  return kPractices;
}

}  // namespace itsmflow
