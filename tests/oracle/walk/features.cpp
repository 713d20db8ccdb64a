// What the loader knows by now.

#include "generator.hpp"

#include <itsmflow/model.hpp>

#include <cstdlib>

namespace itsmflow::oracle {

namespace {

bool loads(const std::string& keys, const std::string& rows) {
  return static_cast<bool>(load_model("itsmflow: 1\nprocess: probe\nversion: 1.0.0\nroles: {r: {}}\nactivities:\n  a: {role: r" +
                                      keys + "}\n  b: {role: r}\n  c: {role: r}\n  d: {role: r}\ntransitions:\n  - start -> a\n" +
                                      rows));
}

}  // namespace

Features known_features() {
  Features features;
  features.regions = loads("", "  - {fork: a, to: {b: always, c: always}}\n  - {join: [b, c], to: d, wait: 1}\n  - d -> end\n");
  features.cancels = loads(", cancels: [b]", "  - a -> b\n  - b -> c\n  - c -> d\n  - d -> end\n");
  features.items = loads("}\n  e: {parts: {p: {role: r}}", "  - a -> end\n");
  features.timers = loads("}\n  e: {role: r, results: {x: {}, y: {after: 1 day}}", "  - a -> end\n");
  features.courses = loads("", "  - a -> end\nrules:\n  - response: [b, c]\n");
  features.messages = loads("}\n  e: {waits_for: {message: m}", "  - a -> end\n");
  features.services = loads("}\n  e: {service: s, results: {x: {}, failed: {}}", "  - a -> end\n");
  features.others = loads("}\n  e: {runs: {process: p}, results: {over: {}, cancelled: {}}", "  - a -> end\n");
  features.many = loads("}\n  e: {role: r, moves: {o: none -> s}",
                        "  - a -> end\ncase: k\nobjects:\n  k: {}\n  o: {many: true, states: [none, s]}\n");
  // Drawn where they are asked for: to look for completions by trying everything takes long.
  const char* deviations = std::getenv("ITSMFLOW_ORACLE_DEVIATIONS");
  features.deviations = deviations != nullptr && *deviations != '\0';
  features.outcomes = loads("", "  - a -> end\noutcomes: {of: [success]}\n");
  return features;
}

}  // namespace itsmflow::oracle
