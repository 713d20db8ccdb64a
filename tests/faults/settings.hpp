#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

/// How much the tests of this folder try: ITSMFLOW_FAULTS_SEEDS courses, from ITSMFLOW_FAULTS_SEED on. One course without them: the short form.
struct FaultSettings {
  std::uint64_t first = 1;
  std::uint64_t seeds = 1;
  bool is_long = false;

  static FaultSettings from_environment() {
    FaultSettings settings;
    if (const char* seeds = std::getenv("ITSMFLOW_FAULTS_SEEDS")) {
      settings.seeds = std::stoull(seeds);
      settings.is_long = true;
    }
    if (const char* first = std::getenv("ITSMFLOW_FAULTS_SEED")) settings.first = std::stoull(first);
    return settings;
  }
};
