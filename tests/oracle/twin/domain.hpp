#pragma once

#include "guard.hpp"

namespace itsmflow::oracle {

/// The values of a field that are enough to try, for what guards, rows and computed fields of a model can make of them: of whole numbers
/// those that stand in it and their neighbours, all of the finite types, texts that stand in it and another one.
class Domain {
 public:
  explicit Domain(const Model& model);

  /// Something reads it: what it holds may matter.
  bool matters(const std::string& path) const { return read_.count(path) > 0; }
  std::vector<Value> of(const Field& field) const;
  /// What a message may say, name by name.
  std::vector<Data> messages(const Data& given) const;

 private:
  void read(const Expr& expr);
  void read(const Effects& effects);

  std::set<std::string> read_{};
  std::set<std::int64_t> numbers_{0, 1};
  std::set<std::string> texts_{"x", "z"};
};

/// What a step may bring of some fields, of which some must be given: each choice of values, at most so many. `given`: what there is.
struct Brought {
  std::vector<Data> choices{};
  bool all = true;  ///< none was left out
};
Brought what_to_bring(const Model& model, const Domain& domain, const std::set<std::string>& fields, const Data& given,
                      std::size_t most);

}  // namespace itsmflow::oracle
