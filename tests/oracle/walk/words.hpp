#pragma once

// What the two say, in words, so that it can be compared and read.

#include "pair.hpp"

#include <itsmflow/obstacle.hpp>

namespace itsmflow::oracle {

std::string words(const Kinds& kinds);
/// Several obstacles of one kind count as one; another order than that of section 3 shows.
std::string words(const std::vector<Obstacle>& obstacles);
std::string words(const Happened& event);
std::string words(const std::vector<Happened>& events);
std::string words(const Data& data);
std::string words(const std::vector<std::string>& names);
/// A result of an offer with the fields that it takes.
std::string words(const std::string& result, const std::set<std::string>& fields);
Piece piece(const std::string& activity, const std::string& item);
std::string sorted(std::vector<std::string> lines);
std::string words(WorkStatus status);
std::string words(CaseStatus status);
std::string differ(const std::string& about, const std::string& engine, const std::string& twin);
bool is_vote(const Model& model, const std::string& activity);
/// A vote is always the actor's own: nobody names it to the engine.
std::string item_for_engine(const Model& model, const Piece& piece);

}  // namespace itsmflow::oracle
