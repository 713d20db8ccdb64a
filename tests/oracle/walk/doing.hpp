#pragma once

#include "../twin/world.hpp"

namespace itsmflow::oracle {

/// Something that is done in both, or only asked.
struct Doing {
  enum class What {
    look,
    explain,
    start,
    perform,
    begin,
    end,
    claim,
    hand_over,
    suspend,
    resume,
    withdraw,
    set,
    cancel,
    send,  ///< to one case
    send_to_all,
    answer,  ///< for a service
    due,
    confirm,
    disapprove,
    judge,
  };
  What what = What::look;
  std::string person{};
  Piece activity{};
  std::string result{};
  Data data{};
  std::string to{};
  std::int64_t wait = 0;   ///< seconds that go by before it
  bool stale = false;      ///< decided on an older revision of the case
  bool fails = false;      ///< of an answer
  std::size_t number = 1;  ///< of the case
  std::optional<Motive> motive{};
  std::int64_t deviation = 0;  ///< that is confirmed or disapproved
};
std::string to_string(const Doing& doing);

/// Does it in the twin alone; nothing that is asked or looked at, and no start.
Outcome do_in_twin(World& world, const Doing& doing);
/// The twin would do it, where nobody looks for a completion; nothing is done.
enum class Would { not_do, do_it, deviate };
Would would(World& world, const Doing& doing);

}  // namespace itsmflow::oracle
