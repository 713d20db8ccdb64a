#include "world.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace replay {
namespace {

constexpr int kNanosASecond = 1'000'000'000;

/// ".5" is half a second.
std::int32_t read_decimals(const std::string& text, std::size_t from) {
  std::int32_t nanos = 0;
  std::int32_t unit = kNanosASecond / 10;
  for (std::size_t at = from; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
    nanos += (text[at] - '0') * unit;
  return nanos;
}

std::string write_decimals(std::int32_t nanos) {
  if (nanos == 0) return "";
  std::string text = "." + std::to_string(kNanosASecond + nanos).substr(1);
  while (text.ends_with("000")) text.resize(text.size() - 3);
  return text;
}

}  // namespace

itsmflow_time read_moment(const std::string& text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%d", &year, &month, &day, &hour, &minute, &second) != 6 || !text.ends_with('Z'))
    throw std::runtime_error("'" + text + "' is no moment");
  using namespace std::chrono;
  const sys_days date = year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                       std::chrono::day{static_cast<unsigned>(day)}};
  const seconds since = date.time_since_epoch() + hours{hour} + minutes{minute} + seconds{second};
  const std::size_t dot = text.find('.');
  return {since.count(), dot == std::string::npos ? 0 : read_decimals(text, dot + 1)};
}

std::string write_moment(itsmflow_time time) {
  using namespace std::chrono;
  const seconds since{time.seconds};
  const days whole = floor<days>(since);
  const year_month_day date{sys_days{whole}};
  const hh_mm_ss clock{since - whole};
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return text + write_decimals(time.nanos) + "Z";
}

World::World(const std::string& root, const Json& header) {
  for (const Json& person : header.at("people"))
    people_.push_back({person.at("id").get<std::string>(), person.at("roles").get<std::vector<std::string>>()});
  try {
    make_engine(root, header);
  } catch (...) {
    end();
    throw;
  }
}

World::~World() {
  end();
}

void World::must(itsmflow_status status) const {
  if (status != ITSMFLOW_OK) throw Failure(status, itsmflow_call_error(call_));
}

void World::make_engine(const std::string& root, const Json& header) {
  must(itsmflow_call_create(ITSMFLOW_C_ABI, &call_));
  std::vector<std::string> paths;
  for (const Json& model : header.at("models")) paths.push_back(root + "/" + model.get<std::string>());
  std::vector<itsmflow_text> models;
  for (const std::string& path : paths) models.push_back(in(path));
  must(itsmflow_library_load(call_, models.data(), models.size(), &library_, nullptr));
  must(itsmflow_store_create_memory(call_, &store_));
  itsmflow_directory_functions functions{};
  functions.size = sizeof functions;
  functions.roles_of = roles_of;
  functions.holders_of = holders_of;
  must(itsmflow_directory_create_custom(call_, &functions, this, &directory_));
  itsmflow_engine_options options{};
  options.size = sizeof options;
  options.context = this;
  options.now = now;
  must(itsmflow_engine_create(call_, library_, store_, directory_, &options, &engine_));
}

void World::end() noexcept {
  itsmflow_engine_destroy(engine_);
  itsmflow_store_destroy(store_);
  itsmflow_directory_destroy(directory_);
  itsmflow_library_destroy(library_);
  itsmflow_call_destroy(call_);
}

itsmflow_status World::roles_of(void* context, itsmflow_text person, itsmflow_reply* reply) {
  for (const Person& known : static_cast<const World*>(context)->people_) {
    if (known.id != out(person)) continue;
    for (const std::string& role : known.roles) itsmflow_reply_add(reply, in(role));
    return ITSMFLOW_OK;
  }
  return ITSMFLOW_NOT_FOUND;
}

itsmflow_status World::holders_of(void* context, itsmflow_text role, itsmflow_reply* reply) {
  for (const Person& known : static_cast<const World*>(context)->people_)
    if (std::ranges::find(known.roles, out(role)) != known.roles.end()) itsmflow_reply_add(reply, in(known.id));
  return ITSMFLOW_OK;
}

itsmflow_status World::now(void* context, itsmflow_time* out) {
  *out = static_cast<const World*>(context)->now_;
  return ITSMFLOW_OK;
}

}  // namespace replay
