#include "model/regions.hpp"

#include "model/rows.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace itsmflow {
namespace {

using Activities = std::vector<std::uint32_t>;

bool has(const Activities& list, std::uint32_t activity) {
  return std::find(list.begin(), list.end(), activity) != list.end();
}

std::string quoted(const std::string& word) {
  return '\'' + word + '\'';
}

/// Everything that rows lead to from an activity without passing a join, that activity included.
Activities reached_from(const Model& model, std::uint32_t entry, std::uint32_t join) {
  Activities reached{entry};
  for (std::size_t at = 0; at < reached.size(); ++at) {
    for (std::uint32_t r = 0; r < model.rows.size(); ++r) {
      if (r == join || !comes_from(model.rows[r], reached[at])) continue;
      for (const std::uint32_t target : model.rows[r].targets)
        if (!has(reached, target)) reached.push_back(target);
    }
  }
  std::sort(reached.begin(), reached.end());
  return reached;
}

/// Why a fork isn't the one of a join; the further the search got, the likelier it was meant.
struct Fault {
  int progress = 0;
  std::string why;
  Span where;
};

/// Whether one fork and one join enclose a region.
class Pairing {
 public:
  Pairing(const Model& model, std::uint32_t fork, std::uint32_t join)
      : model_(model), fork_(fork), join_(join), region_{fork, join, {}} {}

  bool fits() {
    return branches_end_at_the_join() && branches_are_apart() && nothing_leads_in() && nothing_leads_out() && nothing_stops();
  }
  Region take() { return std::move(region_); }
  const Fault& fault() const { return fault_; }

 private:
  bool fail(int progress, std::string why, const Span& where) {
    fault_ = {progress, std::move(why), where};
    return false;
  }

  const std::string& name(std::uint32_t activity) const { return model_.activities[activity].id; }
  const Row& fork() const { return model_.rows[fork_]; }
  const Row& join() const { return model_.rows[join_]; }

  bool branches_end_at_the_join() {
    std::vector<int> ends;  // by target of the fork
    for (const std::uint32_t entry : fork().targets) {
      RegionBranch branch{entry, 0, reached_from(model_, entry, join_)};
      ends.push_back(0);
      for (std::uint32_t s = 0; s < join().sources.size(); ++s) {
        if (!has(branch.activities, *join().sources[s].activity)) continue;
        branch.source = s;
        ++ends.back();
      }
      region_.branches.push_back(std::move(branch));
    }
    const auto met = static_cast<int>(std::count_if(ends.begin(), ends.end(), [](int count) { return count > 0; }));
    if (met == 0) return false;
    if (fork().to_end) return fail(met, "a branch of its fork leads to 'end'", fork().span);
    for (std::size_t b = 0; b < ends.size(); ++b) {
      const std::string branch = "the branch " + quoted(name(fork().targets[b])) + " of the fork ";
      if (ends[b] == 0) return fail(met, branch + "doesn't come to it", fork().span);
      if (ends[b] > 1) return fail(met, branch + "comes to it in several ways", fork().span);
    }
    for (std::uint32_t s = 0; s < join().sources.size(); ++s) {
      const RowSource& source = join().sources[s];
      if (std::none_of(region_.branches.begin(), region_.branches.end(), [&](const RegionBranch& b) { return b.source == s; }))
        return fail(met, "no branch of the fork comes to " + quoted(name(*source.activity)), source.span);
    }
    return true;
  }

  bool branches_are_apart() {
    for (std::size_t i = 0; i < region_.branches.size(); ++i)
      for (std::size_t j = i + 1; j < region_.branches.size(); ++j)
        for (const std::uint32_t activity : region_.branches[i].activities)
          if (has(region_.branches[j].activities, activity))
            return fail(10, "two branches come together before it, at " + quoted(name(activity)), model_.activities[activity].span);
    return true;
  }

  const RegionBranch* branch_of(std::uint32_t activity) const {
    for (const RegionBranch& branch : region_.branches)
      if (has(branch.activities, activity)) return &branch;
    return nullptr;
  }

  bool nothing_leads_in() {
    for (const RowSource& source : fork().sources)
      if (source.activity && branch_of(*source.activity)) return fail(20, "a branch leads back to the fork", fork().span);
    for (std::uint32_t r = 0; r < model_.rows.size(); ++r) {
      if (r == fork_) continue;
      const Row& row = model_.rows[r];
      for (const std::uint32_t target : row.targets) {
        const RegionBranch* into = branch_of(target);
        const auto inside = [&](const RowSource& source) { return source.activity && branch_of(*source.activity) == into; };
        if (into && (r == join_ || !std::all_of(row.sources.begin(), row.sources.end(), inside)))
          return fail(20, "a row leads into the branch of " + quoted(name(target)) + " from outside", row.span);
      }
    }
    return true;
  }

  bool nothing_leads_out() {
    for (std::uint32_t r = 0; r < model_.rows.size(); ++r) {
      const Row& row = model_.rows[r];
      if (r == join_ || !row.to_end) continue;
      for (const RowSource& source : row.sources)
        if (source.activity && branch_of(*source.activity))
          return fail(30, "a branch ends before it, with a row to 'end'", row.span);
    }
    for (const RowSource& source : join().sources) {
      for (std::uint32_t r = 0; r < model_.rows.size(); ++r) {
        if (r == join_) continue;
        for (const RowSource& other : model_.rows[r].sources)
          if (other.activity == source.activity && meet(other, source))
            return fail(30, quoted(name(*source.activity)) + " may go on another way", model_.rows[r].span);
      }
    }
    return true;
  }

  static bool meet(const RowSource& left, const RowSource& right) {
    return std::any_of(left.results.begin(), left.results.end(), [&](std::uint32_t result) { return has(right.results, result); });
  }

  /// A token that gets lost in a branch would be waited for in vain.
  bool nothing_stops() {
    for (const RegionBranch& branch : region_.branches) {
      for (const std::uint32_t a : branch.activities) {
        const Activity& activity = model_.activities[a];
        for (std::uint32_t result = 0; result < activity.results.size(); ++result) {
          if (goes_on(a, result)) continue;
          const std::string ending =
              activity.results[result].id.empty() ? activity.id : activity.id + "." + activity.results[result].id;
          return fail(40, "nothing follows " + quoted(ending) + ", so that a branch could stop before it",
                      activity.results[result].span);
        }
      }
    }
    return true;
  }

  bool goes_on(std::uint32_t activity, std::uint32_t result) const {
    return std::any_of(model_.rows.begin(), model_.rows.end(), [&](const Row& row) { return comes_from(row, activity, result); });
  }

  const Model& model_;
  std::uint32_t fork_;
  std::uint32_t join_;
  Region region_;
  Fault fault_;
};

}  // namespace

Regions find_regions(const Model& model) {
  Regions found;
  for (std::uint32_t j = 0; j < model.rows.size(); ++j) {
    if (!model.rows[j].waits) continue;
    std::optional<Region> region;
    Fault likeliest;
    for (std::uint32_t f = 0; f < model.rows.size() && !region; ++f) {
      if (f == j || model.rows[f].targets.size() + (model.rows[f].to_end ? 1 : 0) < 2) continue;
      Pairing pairing(model, f, j);
      if (pairing.fits())
        region = pairing.take();
      else if (pairing.fault().progress > likeliest.progress)
        likeliest = pairing.fault();
    }
    if (region)
      found.regions.push_back(std::move(*region));
    else
      found.unpaired.push_back({j, likeliest.why.empty() ? "no fork leads to it" : likeliest.why, likeliest.where});
  }
  return found;
}

}  // namespace itsmflow
