#include "engine/codec_items.hpp"

#include "engine/codec_numbers.hpp"
#include "engine/codec_values.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace itsmflow {
namespace {

using json = nlohmann::ordered_json;

bool is_vote(const Activity& activity) {
  return activity.items && activity.items->kind == Items::Kind::votes;
}

const Field* element_of(const Activity& activity, const Model& model) {
  if (!activity.items || activity.items->kind != Items::Kind::for_each) return nullptr;
  return model.field(activity.items->list).element.get();
}

}  // namespace

std::string written_item(const Model& model, std::uint32_t activity, const std::string& item, PersonBook& people) {
  return is_vote(model.activities[activity]) ? std::to_string(people.key(item)) : item;
}

std::string read_item(const Model& model, std::uint32_t activity, const std::string& written, PersonBook& people) {
  return is_vote(model.activities.at(activity)) ? people.name(std::stoll(written)) : written;
}

void write_items(JsonWriter& out, const Activity& activity, const Model& model, const std::vector<Item>& items, PersonBook& people,
                 const TextFate& keep) {
  const Field* element = element_of(activity, model);
  out.begin_array();
  for (const Item& item : items) {
    out.begin_object();
    out.text("id", is_vote(activity) ? std::to_string(people.key(item.id)) : item.id);
    if (element) {
      out.key("element");
      write_value(out, *element, item.element, people, keep);
    }
    if (item.done) out.boolean("done", true);
    if (!item.answer.empty()) out.text("answer", item.answer);
    if (!item.person.empty()) out.integer("person", people.key(item.person));
    if (!item.role.empty()) out.text("role", item.role);
    out.end_object();
  }
  out.end_array();
}

std::vector<Item> read_items(const Model& model, std::uint32_t activity, const json& stored, PersonBook& people,
                             const TextFate& find) {
  const Activity& declared = model.activities.at(activity);
  const Field* element = element_of(declared, model);
  std::vector<Item> items;
  for (const json& one : stored) {
    Item item;
    item.id = read_item(model, activity, one.at("id").get<std::string>(), people);
    if (element) item.element = read_value(one.at("element"), *element, people, find);
    item.done = one.value("done", false);
    item.answer = one.value("answer", "");
    if (const auto at = one.find("person"); at != one.end()) item.person = people.name(read_whole(*at));
    item.role = one.value("role", "");
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace itsmflow
