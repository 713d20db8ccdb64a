#pragma once

#include "engine/codec_values.hpp"
#include "engine/json_writer.hpp"
#include "engine/people.hpp"
#include "semantics/state.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace itsmflow {

// Items of activities as they are stored: a vote under the key of the person who cast it, the element of a list as its field is.

std::string written_item(const Model& model, std::uint32_t activity, const std::string& item, PersonBook& people);
std::string read_item(const Model& model, std::uint32_t activity, const std::string& written, PersonBook& people);

/// `keep` and `find`: as of write_value and read_value.
void write_items(JsonWriter& out, const Activity& activity, const Model& model, const std::vector<Item>& items, PersonBook& people,
                 const TextFate& keep = {});
std::vector<Item> read_items(const Model& model, std::uint32_t activity, const nlohmann::ordered_json& stored, PersonBook& people,
                             const TextFate& find = {});

}  // namespace itsmflow
