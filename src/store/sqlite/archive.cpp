#include "store/sqlite/archive.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>
#include <filesystem>
#include <unordered_map>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/micros.hpp"
#include "store/sqlite/elsewhere.hpp"
#include "store/sqlite/open.hpp"
#include "store/sqlite/overwriting.hpp"
#include "store/sqlite/sqlite_error.hpp"
#include "store/sqlite/status_text.hpp"

namespace itsmflow {
namespace {

constexpr std::string_view kLog = "log";
constexpr std::string_view kArchiveOf = "archive_of";
/// Of so many events the cases are moved together: others who write wait that long.
constexpr std::int64_t kEventsAtOnce = 1'000;

std::optional<std::string> mark(Connection& connection, std::string_view key) {
  Query query(connection, Sql::mark, key);
  if (!query.step()) return std::nullopt;
  return query.text(0);
}

/// A transaction that is undone unless it is committed.
class Own {
 public:
  Own(Connection& connection, Sql begin) : connection_(connection) { connection_.run(begin); }
  ~Own() {
    if (!done_ && connection_.in_transaction()) connection_.try_run(Sql::rollback);
  }
  Own(const Own&) = delete;
  Own& operator=(const Own&) = delete;

  void commit() {
    connection_.run(Sql::commit);
    done_ = true;
  }

 private:
  Connection& connection_;
  bool done_ = false;
};

// ---- which cases

/// Why a case stays, whatever it belongs together with.
enum class Stays { no, open, recent, waiting };

struct Seen {
  CaseToMove to_move;
  std::size_t family = 0;
  Stays stays = Stays::no;
};

Stays why_it_stays(Connection& file, const Query& row, std::int64_t before) {
  if (row.text(1) == status_text(CaseStatus::open)) return Stays::open;
  if (row.integer(2) >= before) return Stays::recent;
  const bool waits = Query(file, Sql::has_timer, row.integer(0)).step() || Query(file, Sql::has_outbox, row.integer(0)).step();
  return waits ? Stays::waiting : Stays::no;
}

/// Every case, with the number of its family. A case has a higher number than the one that ran or started it.
std::vector<Seen> look_at_cases(Connection& file, std::int64_t before, std::size_t& families) {
  std::vector<Seen> seen;
  std::unordered_map<std::int64_t, std::size_t> family_of;
  Query rows(file, Sql::cases_to_move);
  while (rows.step()) {
    Seen& one = seen.emplace_back();
    one.to_move = {CaseId{rows.integer(0)}, rows.integer(3), rows.digest(4)};
    one.stays = why_it_stays(file, rows, before);
    const auto parent = family_of.find(rows.integer(5));  // 0 where there is none
    one.family = parent == family_of.end() ? families++ : parent->second;
    family_of.emplace(one.to_move.id.value, one.family);
  }
  return seen;
}

// ---- into the archive

bool is_as_planned(Connection& file, const CaseToMove& planned) {
  Query query(file, Sql::find_case, planned.id);
  return query.step() && query.integer(0) == planned.revision && query.digest(1) == planned.head;
}

bool is_as_planned(Connection& file, const Family& family) {
  return std::all_of(family.begin(), family.end(), [&](const CaseToMove& one) { return is_as_planned(file, one); });
}

/// How far the archive has a case, which is as far as the file had it at some moment; 0: it isn't there.
std::int64_t revision_there(Connection& file, Connection& archive, const CaseToMove& planned) {
  Query there(archive, Sql::find_case, planned.id);
  if (!there.step()) return 0;
  const std::int64_t revision = there.integer(0);
  Query same(file, Sql::event_in_log, planned.id, revision);
  if (revision <= planned.revision && same.step() && same.digest(1) == there.digest(1)) return revision;
  throw UsageError(archive.file() + " has another case " + to_string(planned.id) + " than " + file.file() +
                   ", which stays as it is. Is it the archive of a copy that went its own way? Choose another archive.");
}

void copy_case(Connection& file, Connection& archive, const CaseToMove& planned, std::vector<std::int64_t>& positions) {
  const std::int64_t there = revision_there(file, archive, planned);
  Query row(file, Sql::whole_case, planned.id);
  row.step();
  Query(archive, Sql::insert_model, row.column(1), row.column(9), row.column(10), row.column(11), row.column(12)).run();
  Query(archive, there == 0 ? Sql::add_whole_case : Sql::renew_whole_case, row.column(0), row.column(1), row.column(2),
        row.column(3), row.column(4), row.column(5), row.column(6), row.column(7), row.column(8))
      .run();
  std::int64_t number = 0;
  Digest last{};
  for (Query event(file, Sql::whole_events, planned.id, std::int64_t{0}); event.step();) {
    ++number;
    last = event.digest(10);
    if (event.integer(2) <= there) {
      Query(archive, Sql::renew_texts, event.column(1), event.column(2), event.column(8)).run();  // some may have been erased since
      continue;
    }
    Query(archive, Sql::add_whole_event, event.column(0), event.column(1), event.column(2), event.column(3), event.column(4),
          event.column(5), event.column(6), event.column(7), event.column(8), event.column(9), event.column(10), event.column(11))
        .run();
    positions.push_back(event.integer(0));
  }
  if (number == planned.revision && last == planned.head) return;
  throw StoreError(
      StoreError::Kind::corrupt,
      file.file() + " has a case " + to_string(planned.id) +
          " that isn't what its events come to, and was not moved. `itsmflow verify-log` tells more. Restore a backup.");
}

/// All whom the file has and the archive not yet: a case names persons in more places than a store can see.
void copy_people(Connection& file, Connection& archive) {
  std::int64_t last = 0;
  {
    Query query(archive, Sql::last_person);
    if (query.step()) last = query.integer(0);
  }
  for (Query person(file, Sql::whole_people, last); person.step();) {
    if (!person.is_null(1) && Query(archive, Sql::find_person, person.column(1)).step()) {
      throw UsageError("'" + person.text(1) + "' was erased in " + file.file() + " and has come back, and is in " + archive.file() +
                       " as before. Nothing was moved. Erase the person there too, then try again.");
    }
    Query(archive, Sql::add_whole_person, person.column(0), person.column(1)).run();
  }
}

using Run = std::pair<std::int64_t, std::int64_t>;

/// Positions that follow one another as runs, ascending.
std::vector<Run> runs_of(std::vector<std::int64_t> positions) {
  std::sort(positions.begin(), positions.end());
  std::vector<Run> runs;
  for (const std::int64_t position : positions) {
    if (!runs.empty() && runs.back().second + 1 == position)
      runs.back().second = position;
    else
      runs.emplace_back(position, position);
  }
  return runs;
}

// ---- out of the file

void take_out_case(Connection& file, CaseId id) {
  Query(file, Sql::note_moved_case, id).run();
  Query(file, Sql::note_moved_keys, id).run();
  Query(file, Sql::delete_events, id).run();
  Query(file, Sql::delete_case, id).run();
}

// ---- the files

bool is_same_file(const std::string& one, const std::string& other) {
  std::error_code ignored;
  return std::filesystem::equivalent(one, other, ignored);
}

/// A new archive may be read by whoever may read the file, and by nobody else.
void take_over_permissions(const std::string& path, const std::string& to) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return;
  const int file = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return;  // there is one; or it can't be made, and to open it will tell
  ::fchmod(file, status.st_mode & 0777U);
  ::close(file);
}

/// A log is known by its first event, which is about to go. Copies of a file have the same log, as long as they don't go their own way.
void name_log(Writer& writer) {
  const std::unique_ptr<Scope> scope = writer.begin();
  Connection& file = scope->connection();
  const auto id = file.ask("SELECT lower(hex(digest)) FROM main.events WHERE position = 1");
  if (!id) {
    throw StoreError(
        StoreError::Kind::corrupt,
        file.file() + " has no first event, and nothing was moved. `itsmflow verify-log` tells more. Restore a backup.");
  }
  Query(file, Sql::set_mark, kLog, *id).run();
  scope->commit();
}

std::int64_t events_of(const Family& family) {
  std::int64_t events = 0;
  for (const CaseToMove& one : family) events += one.revision;
  return events;
}

/// The families from the first on that are moved together, at least one.
std::span<const Family> next_batch(std::span<const Family> families) {
  std::size_t count = 0;
  for (std::int64_t events = 0; count < families.size() && events < kEventsAtOnce; ++count) events += events_of(families[count]);
  return families.first(count);
}

}  // namespace

std::optional<std::string> log_id(Connection& connection) {
  const auto of = mark(connection, kArchiveOf);
  return of ? of : mark(connection, kLog);
}

bool is_archive(Connection& connection) {
  return Query(connection, Sql::mark, kArchiveOf).step();
}

void refuse_in_archive(const Connection& connection, const std::string& what) {
  throw StoreError(StoreError::Kind::read_only,
                   what + ": " + connection.file() + " is an archive, in which nothing happens any more.");
}

MovePlan plan_move(Connection& file, Timestamp before) {
  MovePlan plan;
  std::size_t count = 0;
  std::vector<Seen> seen;
  {
    const Own view(file, Sql::begin_read);
    seen = look_at_cases(file, to_micros(before), count);
  }
  std::vector<bool> stays(count);
  for (const Seen& one : seen)
    if (one.stays != Stays::no) stays[one.family] = true;
  std::vector<Family> families(count);
  for (const Seen& one : seen) {
    switch (one.stays) {
      case Stays::no:
        if (stays[one.family])
          ++plan.report.linked;
        else
          families[one.family].push_back(one.to_move);
        break;
      case Stays::open:
        ++plan.report.open;
        break;
      case Stays::recent:
        ++plan.report.recent;
        break;
      case Stays::waiting:
        ++plan.report.waiting;
        break;
    }
  }
  for (Family& family : families)
    if (!family.empty()) plan.families.push_back(std::move(family));
  return plan;
}

void make_archive(Connection& file, Connection& archive) {
  const std::string log = log_id(file).value_or("");
  Own transaction(archive, Sql::begin_write);
  const auto of = mark(archive, kArchiveOf);
  if (of == log) return;
  if (of) throw UsageError(archive.file() + " is the archive of another database than " + file.file() + ". Choose another path.");
  if (last_position(archive) > 0 || Query(archive, Sql::last_case).step()) {
    throw UsageError(archive.file() + " is a database with cases of its own, and no archive. Choose another path.");
  }
  Query(archive, Sql::set_mark, kArchiveOf, log).run();
  transaction.commit();
}

void check_no_other(Connection& file, Connection& archive, std::span<const Family> families) {
  const Own view(file, Sql::begin_read);
  const Own there(archive, Sql::begin_read);
  for (const Family& family : families)
    for (const CaseToMove& one : family)
      if (is_as_planned(file, one)) revision_there(file, archive, one);
}

void put_into_archive(Connection& file, Connection& archive, std::span<const Family> families) {
  const Overwriting overwriting(archive);
  const Own view(file, Sql::begin_read);
  Own transaction(archive, Sql::begin_write);
  const std::int64_t end = last_position(archive);
  copy_people(file, archive);
  std::vector<std::int64_t> positions;
  for (const Family& family : families) {
    if (!is_as_planned(file, family)) continue;
    for (const CaseToMove& one : family) copy_case(file, archive, one, positions);
  }
  std::int64_t last = end;
  for (const auto& [first_of_run, last_of_run] : runs_of(std::move(positions))) {
    take_from_elsewhere(archive, first_of_run, last_of_run, head_after(file, first_of_run - 1), last);
    last = std::max(last, last_of_run);
  }
  transaction.commit();
}

void take_out(Connection& file, std::span<const Family> families, ArchiveReport& report) {
  const Overwriting overwriting(file);
  std::vector<std::int64_t> positions;
  std::vector<CaseId> cases;
  for (const Family& family : families) {
    if (!is_as_planned(file, family)) {
      for (const CaseToMove& one : family)
        if (Query(file, Sql::find_case, one.id).step()) ++report.recent;
      continue;
    }
    for (const CaseToMove& one : family) {
      cases.push_back(one.id);
      for (Query event(file, Sql::event_in_log, one.id, std::int64_t{1}); event.step();) positions.push_back(event.integer(0));
    }
  }
  report.moved += static_cast<std::int64_t>(cases.size());
  report.events += static_cast<std::int64_t>(positions.size());
  std::vector<EventsElsewhere> runs;
  for (const auto& [first, last] : runs_of(std::move(positions))) runs.push_back({first, last, head_after(file, last)});
  for (const CaseId id : cases) take_out_case(file, id);
  for (const EventsElsewhere& run : runs) leave_to_elsewhere(file, run);
}

ArchiveReport move_to_archive(Writer& writer, const std::string& path, const SqliteStore::Options& options, const std::string& to,
                              Timestamp before) {
  check_path(to);
  if (is_same_file(path, to)) throw UsageError(quoted_path(to) + " is the database itself. Choose another path for the archive.");
  const std::unique_ptr<Connection> file = open_reader(path, options);
  if (is_archive(*file)) throw UsageError(file->file() + " is an archive itself, and nothing is moved from one.");

  MovePlan plan = plan_move(*file, before);
  if (plan.families.empty()) return plan.report;
  if (!log_id(*file)) name_log(writer);

  SqliteStore::Options of_archive = options;
  of_archive.open = SqliteStore::Open::create;
  of_archive.durability = SqliteStore::Durability::full;  // it must be there when the case goes here, whatever a step is worth
  take_over_permissions(path, to);
  const std::unique_ptr<Connection> archive = open_file(to, of_archive);
  make_archive(*file, *archive);
  check_no_other(*file, *archive, plan.families);

  ArchiveReport report = plan.report;
  for (std::span<const Family> rest = plan.families; !rest.empty();) {
    const std::span<const Family> batch = next_batch(rest);
    rest = rest.subspan(batch.size());
    put_into_archive(*file, *archive, batch);
    const std::unique_ptr<Scope> scope = writer.begin();
    take_out(scope->connection(), batch, report);
    if (rest.empty()) scope->connection().empty_log_after_commit();
    scope->commit();
  }
  return report;
}

}  // namespace itsmflow
