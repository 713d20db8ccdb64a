#include "lang/tables.hpp"

#include "lang/elements.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"
#include "lang/table_rows.hpp"
#include "lang/types.hpp"
#include "model/table.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace itsmflow::lang {

using source::Node;

namespace {

constexpr std::string_view kColumnTypes = "enum, bool, int, number, string, date, time, datetime or duration";

bool can_be_column(FieldType type) {
  return is_ordered(type) || type == FieldType::enumeration || type == FieldType::string;
}

bool has_parts(FieldType type) {
  return type == FieldType::list || type == FieldType::record || type == FieldType::document;
}

/// Where the table decides a field of an element, its columns can be of that element.
std::optional<std::uint32_t> object_of_target(Context& context, const Mapping& keys) {
  const Node* node = keys.get("sets");
  if (node == nullptr) return std::nullopt;
  const std::string_view path = origin(*node).text;
  const auto object = context.objects.find(path.substr(0, path.find('.')));
  return object ? object_with_many(context, *object) : std::nullopt;
}

std::optional<FieldRef> read_target(Context& context, const Mapping& keys) {
  const Node* node = keys.get("sets");
  if (node == nullptr) return std::nullopt;
  auto target = read_field_ref(context, *node, keys.owner(), "sets");
  if (!target) return std::nullopt;
  const Field& field = context.model.field(*target);
  const std::string path = quoted(context.model.path(*target));
  if (context.slot_typed[target->slot] && has_parts(field.type)) {
    context.findings.error("wrong-type", target->span, keys.owner().name + " sets " + path + ", which holds " + with_article(field))
        .help("a table decides single values; compute others with `is`");
    return std::nullopt;
  }
  if (!field.initial.is_null()) {
    context.findings.error("derived-written", target->span, keys.owner().name + " sets " + path + ", which has a default")
        .related(field.span, "declared here")
        .help("take the default out, and give the table an `otherwise`");
    return std::nullopt;
  }
  return target;
}

std::optional<TableColumn> read_column(Context& context, const Node& alias, const Owner& owner) {
  const Node& node = origin(alias);
  const std::string path = node.text;
  const std::size_t dot = path.find('.');
  const auto object = dot == std::string::npos ? std::nullopt : context.objects.find(std::string_view(path).substr(0, dot));
  if (object && path.substr(dot + 1) == "state" && !context.model.objects[*object].states.empty()) {
    if (context.model.objects[*object].many && context.about != object) {
      const std::string which = ", and does not say of which " + quoted(context.model.objects[*object].id);
      report_which(context, node.span, owner.name + " reads " + quoted(path) + which, *object);
      return std::nullopt;
    }
    return TableColumn{*object, std::nullopt, state_slot(context.model, *object), node.span};
  }
  const auto ref = read_field_ref(context, alias, owner, "reads");
  if (!ref || !context.slot_typed[ref->slot]) return std::nullopt;
  const Field& field = context.model.field(*ref);
  if (can_be_column(field.type)) return TableColumn{ref->object, ref->field, ref->slot, node.span};
  context.findings
      .error("wrong-type", node.span, owner.name + " can't decide by " + quoted(path) + ", which holds " + with_article(field))
      .help("a table decides by fields of type " + std::string(kColumnTypes) + ", and by states");
  return std::nullopt;
}

/// False: one of them can't be read.
bool read_columns(Context& context, const Mapping& keys, Table& table) {
  const Node* by = keys.get("by");
  if (by == nullptr) return false;
  const std::vector<const Node*> items = one_or_list(context, *by, "'by' of " + keys.owner().name);
  bool good = by->kind != Node::Kind::sequence || items.size() == by->items.size();
  if (items.empty()) report_empty(context, *by, "'by' of " + keys.owner().name, "write `by: [OBJECT.FIELD]`");
  for (const Node* item : items) {
    const auto column = read_column(context, *item, keys.owner());
    good = good && column;
    if (!column) continue;
    const auto first = std::ranges::find(table.by, column->slot, &TableColumn::slot);
    if (first == table.by.end()) {
      table.by.push_back(*column);
      continue;
    }
    context.findings.error("duplicate-name", column->span, quoted(origin(*item).text) + " is listed twice in " + keys.owner().name)
        .related(first->span, "first listed here")
        .help("keep one of the two");
    good = false;
  }
  return good && !items.empty();
}

std::vector<ColumnType> column_types(const Context& context, const Table& table) {
  std::vector<ColumnType> types;
  for (const TableColumn& column : table.by) {
    const ObjectType& object = context.model.objects[column.object];
    ColumnType& type = types.emplace_back();
    if (column.field) {
      type.field = object.fields[*column.field];
      type.path = object.id + "." + type.field.id;
    } else {
      type.field.type = FieldType::enumeration;
      type.field.choices = object.states;
      type.path = object.id + ".state";
    }
    type.ordered = is_ordered(type.field.type);
    type.open = type.field.type == FieldType::string;
  }
  return types;
}

void read_table(Context& context, const Node& node, Table table) {
  const Mapping keys(context, node, kTable, {"table " + quoted(table.id), table.span});
  table.wording = read_wording(context, keys);
  const AboutElement element(context, object_of_target(context, keys));
  const auto target = read_target(context, keys);
  const bool columns = read_columns(context, keys, table);
  const Node* rows = keys.get("rows");
  if (!target) return;
  table.target = *target;
  if (columns && rows != nullptr) {
    const std::vector<ColumnType> types = column_types(context, table);
    if (const auto root = read_table_rows(context, *keys.key("rows"), *rows, table, types)) {
      compile_table(context, table, types, *root);
    }
  }
  Field& field = context.model.objects[target->object].fields[target->field];
  field.table = static_cast<std::uint32_t>(context.model.tables.size());
  context.model.tables.push_back(std::move(table));
}

}  // namespace

void read_tables(Context& context, const Mapping& model) {
  const Node* section = model.get("tables");
  if (section == nullptr) return;
  for (const Node::Entry& entry : section->entries) {
    Table table;
    table.id = read_id(context, *entry.key, kTableId);
    table.span = origin(*entry.key).span;
    const Owner owner{"table " + quoted(table.id), table.span};
    if (is_construct(context, *entry.value, owner, table.id, kTable)) read_table(context, *entry.value, std::move(table));
  }
}

}  // namespace itsmflow::lang
