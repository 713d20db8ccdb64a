#pragma once

#include "verify/variables.hpp"

#include <cstdint>
#include <vector>

namespace itsmflow {

/// Which values each variable of a model can ever have, whenever it is: those that somebody gives, that `sets` comes to, or that stand
/// there from the beginning. Never fewer than a case can come to; in what order things happen isn't asked.
class Domains {
 public:
  /// How a field comes to its values.
  enum class Source {
    given,     ///< a person, a program or another case gives it: any that it takes
    computed,  ///< only `sets` writes it
    nobody,    ///< nothing writes it
  };

  /// The variables must outlive it.
  Domains(const Net& net, const Variables& variables);

  const Variables::List& values(std::uint32_t variable) const { return values_[variable]; }
  /// Of a state, or of who acts: given.
  Source source(std::uint32_t variable) const { return sources_[variable]; }

 private:
  void find_sources();
  bool is_always_given(std::uint32_t slot) const;
  void compute();
  /// True: there is a value that wasn't there before.
  bool add_values_of(const SetField& set);

  const Net& net_;
  const Variables& variables_;
  std::vector<Variables::List> values_;  ///< by variable, ascending
  std::vector<Source> sources_;          ///< by variable
};

}  // namespace itsmflow
