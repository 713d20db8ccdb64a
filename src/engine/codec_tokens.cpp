#include "engine/codec_tokens.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <string>

namespace itsmflow {

void write_tokens(JsonWriter& out, const Net& net, const Bits& marked) {
  out.begin_array();
  marked.for_each([&](std::uint32_t p) {
    if (net.flow.test(p)) out.text(net.places[p].name);
  });
  out.end_array();
}

Bits read_tokens(const nlohmann::ordered_json& names, const Net& net) {
  Bits marked(net.places.size());
  for (const auto& stored : names) {
    const auto& name = stored.get_ref<const std::string&>();
    std::size_t p = 0;
    while (p < net.places.size() && !(net.flow.test(p) && net.places[p].name == name)) ++p;
    if (p == net.places.size()) throw std::out_of_range("the model has no token '" + name + "'");
    marked.set(p);
  }
  return marked;
}

std::uint32_t input_with(const Net& net, std::uint32_t activity, const Bits& tokens) {
  const auto& inputs = net.activities.at(activity).inputs;
  for (std::uint32_t i = 0; i < inputs.size(); ++i)
    if (inputs[i] == tokens) return i;
  throw std::out_of_range("the model has no such way to '" + net.model->activities[activity].id + "'");
}

std::uint32_t silent_with(const Net& net, std::uint32_t row, const Bits& tokens) {
  for (std::uint32_t s = 0; s < net.silents.size(); ++s)
    if (net.silents[s].row == row && net.silents[s].from == tokens) return s;
  throw std::out_of_range("the model has no such row");
}

}  // namespace itsmflow
