#include <chrono>
#include <iostream>
#include <itsmflow/model.hpp>
#include "../catch.hpp"
#include "verify/state_space.hpp"
#include "verify/unfold.hpp"
using namespace itsmflow;
TEST_CASE("explore", "[.explore]") {
  for (const char* folder : {"models/itil", "models/municipality"}) {
    auto library = load_library(std::string(ITSMFLOW_SOURCE_DIR) + "/" + folder).value_or_throw();
    for (const auto& model : library.models()) {
      const auto t0 = std::chrono::steady_clock::now();
      const auto net = compile(model);
      const UnfoldedNet unfolded = unfold(*net);
      const auto t1 = std::chrono::steady_clock::now();
      const StateSpace space(unfolded.net, StateSpace::Look::stubborn, 1000000);
      const auto t2 = std::chrono::steady_clock::now();
      auto good = [&](Marking m) {
        if (!m.test(unfolded.over)) return false;
        return true;
      };
      const auto hopeless = space.contact() || !space.is_complete() ? std::vector<std::uint32_t>{} : space.hopeless(good);
      std::cout << model->process << ": " << unfolded.net.places << " places, " << unfolded.net.transitions.size()
                << " transitions, " << space.size() << " markings, contact " << space.contact().has_value() << ", hopeless "
                << hopeless.size() << ", ends " << space.ends().size() << " unfold "
                << std::chrono::duration<double, std::milli>(t1 - t0).count() << " ms, search "
                << std::chrono::duration<double, std::milli>(t2 - t1).count() << " ms";
      for (auto& l : unfolded.left_out) std::cout << "; left out: " << l;
      std::cout << "\n";
      const auto show = [&](std::uint32_t t) {
        const UnfoldedStep& step = unfolded.steps[t];
        if (step.kind == UnfoldedStep::Kind::activity) {
          std::cout << "    " << model->activities[step.activity].id << "."
                    << model->activities[step.activity].results[step.result].id;
        } else if (step.kind == UnfoldedStep::Kind::route)
          std::cout << "    route " << step.silent;
        else if (step.kind == UnfoldedStep::Kind::choice)
          std::cout << "    choose";
        else
          std::cout << "    over";
        for (auto [v, val] : step.given) std::cout << " " << v << "=" << to_string((*unfolded.variables)[v].values[val]);
        std::cout << "\n";
      };
      if (space.contact()) {
        for (auto t : space.way_to(space.contact()->from)) show(t);
        show(space.contact()->transition);
      } else if (!hopeless.empty()) {
        for (auto t : space.way_to(hopeless.front())) show(t);
      }
    }
  }
}
