#include "faults/disk_file.hpp"

#include <algorithm>
#include <utility>

namespace {

constexpr std::size_t kSector = 512;

bool coin(std::mt19937_64& random) {
  return random() % 2 == 0;
}

void put(std::string& content, std::size_t at, std::string_view bytes) {
  if (content.size() < at + bytes.size()) content.resize(at + bytes.size());
  content.replace(at, bytes.size(), bytes);
}

}  // namespace

DiskFile DiskFile::with(std::string content) {
  DiskFile file;
  file.synced_ = std::move(content);
  file.there_ = file.in_folder_ = true;
  return file;
}

void DiskFile::write(std::size_t at, std::string bytes) {
  since_.push_back({at, std::move(bytes), false});
}

void DiskFile::truncate(std::size_t size) {
  since_.push_back({size, {}, true});
}

void DiskFile::sync() {
  for (const Change& change : since_) {
    if (change.truncates)
      synced_.resize(change.at);
    else
      put(synced_, change.at, change.bytes);
  }
  since_.clear();
  in_folder_ = true;
  deleted_.reset();
}

void DiskFile::sync_folder() {
  in_folder_ = there_;
  deleted_.reset();
}

void DiskFile::remove(bool folder_synced) {
  if (in_folder_ && !folder_synced) deleted_ = synced_;
  if (folder_synced) deleted_.reset();
  synced_.clear();
  since_.clear();
  there_ = in_folder_ = false;
}

void DiskFile::open() {
  there_ = true;
}

std::optional<std::string> DiskFile::after_power_cut(std::mt19937_64& random) const {
  if (in_folder_) return keep_some(synced_, since_, random);
  if (there_ && coin(random)) return keep_some({}, since_, random);
  if (deleted_ && coin(random)) return deleted_;
  return std::nullopt;
}

std::string DiskFile::keep_some(std::string synced, const std::vector<Change>& changes, std::mt19937_64& random) {
  // Whole writes, single sectors, everything but one change, or nothing: each leaves other damage.
  enum class Way { writes, sectors, all_but_one, nothing };
  const Way way = static_cast<Way>(random() % 4);
  const std::size_t lost = changes.empty() ? 0 : random() % changes.size();
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Change& change = changes[i];
    const bool whole = way == Way::writes ? coin(random) : way == Way::all_but_one && i != lost;
    if (change.truncates) {
      if (whole || (way == Way::sectors && coin(random))) synced.resize(change.at);
      continue;
    }
    if (whole) put(synced, change.at, change.bytes);
    if (way != Way::sectors) continue;
    const std::size_t end = change.at + change.bytes.size();
    for (std::size_t from = change.at; from < end;) {
      const std::size_t to = std::min(end, (from / kSector + 1) * kSector);
      if (coin(random)) put(synced, from, std::string_view(change.bytes).substr(from - change.at, to - from));
      from = to;
    }
  }
  return synced;
}
