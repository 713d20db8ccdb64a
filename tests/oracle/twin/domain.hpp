#pragma once

#include "guard.hpp"

namespace itsmflow::oracle {

/// The values of a field that are enough to try, for what guards, rows and computed fields of a model can make of them: of whole numbers
/// those that stand where it is read or computed from, or where other fields are that meet it there, and their neighbours; all of the
/// finite types; texts that stand in the model and another one.
class Domain {
 public:
  explicit Domain(const Model& model);

  /// Something reads it: what it holds may matter.
  bool matters(const std::string& path) const { return read_.count(path) > 0; }
  std::vector<Value> of(const std::string& path) const;
  /// What a message may say, name by name.
  std::vector<Data> messages(const Data& given) const;
  /// Somebody's name stands in the model.
  bool names_people() const { return names_people_; }

 private:
  void read(const Expr& expr, const std::string& target = "");
  void read(const Effects& effects);
  void gather(const Expr& expr, std::set<std::string>& fields, std::set<std::int64_t>& numbers);
  void join(const std::set<std::string>& fields, const std::set<std::int64_t>& numbers);

  const Model& model_;
  std::set<std::string> read_{};
  std::set<std::string> compared_{};                         ///< more than whether they are filled is asked
  std::map<std::string, std::size_t> together_{};            ///< by field: those that meet somewhere
  std::map<std::size_t, std::set<std::int64_t>> numbers_{};  ///< … and the numbers there
  std::set<std::int64_t> all_numbers_{0, 1};
  std::set<std::string> texts_{"x", "z"};
  bool names_people_ = false;
};

/// What a step may bring of some fields, "o.f" or, of those that must be given, "o.f!": each choice of values, at most so many. `given`:
/// what there is.
struct Brought {
  std::vector<Data> choices{};
  bool all = true;  ///< none was left out
};
Brought what_to_bring(const Domain& domain, const std::set<std::string>& fields, const Data& given, std::size_t most);

}  // namespace itsmflow::oracle
