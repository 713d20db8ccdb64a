#pragma once

#include "lang/context.hpp"
#include "lang/mapping.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::lang {

// The sections of a model. Each reads one part of the text into `context.model` and reports what is wrong with it; they are called
// in the order in which they are declared here, because each uses the names of those before it.

/// `shared` and the words for people of a shared file.
void read_shared_header(Context& context, const Mapping& shared);
void read_header(Context& context, const Mapping& model);
void read_vocabulary(Context& context, const Mapping& model);
void read_roles(Context& context, const Mapping& model);
void read_objects(Context& context, const Mapping& model);
void read_case(Context& context, const Mapping& model);
void build_scope(Context& context);
/// What is computed of fields, and by tables.
void read_derived(Context& context, const Mapping& model);
void read_activities(Context& context, const Mapping& model);
void read_start(Context& context, const Mapping& model);
void read_rows(Context& context, const Mapping& model);
void read_rules(Context& context, const Mapping& model);
void read_deviations(Context& context, const Mapping& model);
void read_outcomes(Context& context, const Mapping& model);
void find_unused(Context& context);
/// Rules that no case can keep together. Looks only at models without errors.
void find_contradictions(Context& context);
/// Models that are well formed and can never do anything. Looks only at those without errors.
void find_hopeless(Context& context);
/// Activities that rows lead on from and none to, and branches that end without a row that says so, where that makes a case over. Looks
/// only at models without errors.
void find_loose_ends(Context& context);
/// Models that can do something, and hardly what was meant. Looks only at those without errors.
void find_traps(Context& context);

// What several sections read in the same way.

/// Whether `none` may stand where a practice does: a role may do work of none.
enum class NoPractice { allowed, refused };
/// What can stand there.
std::vector<std::string> practice_words(NoPractice none);
/// One of the practices; no value where `none` stands and is allowed, and where something else is reported. `owner`: "role 'boss'".
std::optional<Practice> read_practice(Context& context, const source::Node& node, const std::string& owner, NoPractice none);

/// The fields of an object, with the slots that follow those of the objects before it.
void read_fields(Context& context, const source::Node& node, ObjectType& object, ObjectNames& names);

/// `role`, or another key that names roles: one or a list of them.
std::vector<std::uint32_t> read_role_refs(Context& context, const source::Node& node, const Owner& owner,
                                          std::string_view key = "role");

/// The fields of `requires` and `asks`; `verb`: "requires", "asks for". Only "requires" and "reads" may name a field that is computed.
std::vector<FieldRef> read_field_refs(Context& context, const source::Node& node, const Owner& owner, std::string_view verb);
std::optional<FieldRef> read_field_ref(Context& context, const source::Node& node, const Owner& owner, std::string_view verb);

/// A field is to be written, and is computed.
void report_derived_written(Context& context, const FieldRef& ref, const Owner& owner, std::string_view verb);
/// Takes the derived fields out of `refs`.
std::vector<FieldRef> take_derived(const Context& context, std::vector<FieldRef>& refs);

/// `path`: what was written for a field, "rfc.scirpt"; `message` the whole sentence. Silent where the fields could not be read.
/// `other_names`: a half sentence on what else may be named there.
void report_unknown_field(Context& context, const Span& span, const std::string& message, std::string_view path,
                          std::string_view other_names = {});

/// moves, needs, requires, asks, sets, when.
Effects read_effects(Context& context, const Mapping& mapping);
std::vector<Move> read_moves(Context& context, const source::Node& node, const Owner& owner);
std::vector<Need> read_needs(Context& context, const source::Node& node, const Owner& owner);

/// A guard that is the whole of a scalar, or what follows `offset` in it. `whose`: "the guard of activity 'x'".
std::optional<Guard> read_guard(Context& context, const source::Node& node, std::size_t offset, const std::string& whose);
/// An expression whose value goes into a field, in `sets` of the owner.
std::optional<Expression> read_value_expression(Context& context, const source::Node& node, const FieldRef& target,
                                                const Owner& owner);
/// … and one that a field is computed from, in its `is`.
std::optional<Expression> read_derived_expression(Context& context, const source::Node& node, const FieldRef& target);

/// An expression whose value goes where its type is not known yet. `what`: "'with' of activity 'x'".
std::optional<Expression> read_free_expression(Context& context, const source::Node& node, const std::string& what);

/// An activity, or an activity and a result: `decide.approved`. `begin` is where it stands in the node's text.
struct Subject {
  std::uint32_t activity = 0;
  std::optional<std::uint32_t> result;
  Span span;
};
/// `phrase`: "a row leads to", "a rule names".
std::optional<Subject> read_subject(Context& context, const source::Node& node, std::size_t begin, std::string_view text,
                                    std::string_view phrase);

}  // namespace itsmflow::lang
