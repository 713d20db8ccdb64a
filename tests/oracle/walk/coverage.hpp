#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace itsmflow::oracle {

/// How often what occurred, by kind ("obstacle", "event", "construct", …) and name.
class Coverage {
 public:
  void count(const std::string& kind, const std::string& name, std::int64_t times = 1) { counts_[kind][name] += times; }
  std::int64_t of(const std::string& kind, const std::string& name) const {
    const auto found = counts_.find(kind);
    if (found == counts_.end()) return 0;
    const auto times = found->second.find(name);
    return times == found->second.end() ? 0 : times->second;
  }
  void add(const Coverage& other) {
    for (const auto& [kind, names] : other.counts_)
      for (const auto& [name, times] : names) count(kind, name, times);
  }
  std::string to_string() const {
    std::string text;
    for (const auto& [kind, names] : counts_) {
      text += kind + ":";
      for (const auto& [name, times] : names) text += " " + name + " " + std::to_string(times) + ",";
      text.back() = '\n';
    }
    return text;
  }

 private:
  std::map<std::string, std::map<std::string, std::int64_t>> counts_;
};

}  // namespace itsmflow::oracle
