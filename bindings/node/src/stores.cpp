#include "convert.hpp"
#include "handles.hpp"

namespace itsmflow::node {
namespace {

template <class Enum>
Enum one_of(const std::string& word, std::string_view name, std::initializer_list<std::pair<std::string_view, Enum>> words) {
  std::string all;
  for (const auto& [known, value] : words) {
    if (word == known) return value;
    all += (all.empty() ? "'" : ", '") + std::string(known) + "'";
  }
  throw UsageError("'" + std::string(name) + "' takes one of " + all + ", not '" + word + "'");
}

Napi::Value memory_store(const Given& given) {
  return wrap(given.env(), std::make_shared<StoreHandle>(std::unique_ptr<Store>(std::make_unique<MemoryStore>())));
}

Napi::Value open_sqlite(const Given& given) {
  using Durability = SqliteStore::Durability;
  using Open = SqliteStore::Open;
  std::string path = given.text(0, "path");
  Options options(given.at(1), "SqliteStore.open");
  SqliteStore::Options wanted;
  if (const auto word = options.take("durability", read_text))
    wanted.durability = one_of<Durability>(
        *word, "durability", {{"full", Durability::full}, {"normal", Durability::normal}, {"group", Durability::group}});
  if (const auto word = options.take("open", read_text))
    wanted.open =
        one_of<Open>(*word, "open", {{"create", Open::create}, {"existing", Open::existing}, {"readOnly", Open::read_only}});
  if (const auto wait = options.take("busyTimeoutMs", read_count)) wanted.busy_timeout_ms = *wait;
  options.end();
  return promise_of(
      given.main, given.env(), nullptr, given.env().Undefined(),
      [path = std::move(path), wanted] { return std::make_shared<StoreHandle>(std::make_unique<SqliteStore>(path, wanted)); },
      [](Napi::Env env, const std::shared_ptr<StoreHandle>& store) { return wrap(env, store); });
}

/// Works with an SQLite store, and shows what comes of it.
template <class Work>
Napi::Value with_sqlite(const Given& given, Work work) {
  const auto store = unwrap<StoreHandle>(given.at(0));
  const auto in_use = [store, work = std::move(work)] {
    const StoreHandle::Use use = store->use();
    return work(store->sqlite());
  };
  return promise_of(given.main, given.env(), nullptr, given.env().Undefined(), in_use,
                    [](Napi::Env env, const auto& result) { return to_js(env, result); });
}

Napi::Value backup(const Given& given) {
  std::string to = given.text(1, "to");
  return with_sqlite(given, [to = std::move(to)](SqliteStore& store) { store.backup(to); });
}

Napi::Value check(const Given& given) {
  return with_sqlite(given, [](SqliteStore& store) { return store.check(); });
}

Napi::Value mend(const Given& given) {
  return with_sqlite(given, [](SqliteStore& store) { store.mend(); });
}

Napi::Value archive(const Given& given) {
  std::string to = given.text(1, "to");
  const Timestamp before = read_moment(given.at(2), "before");
  return with_sqlite(given, [to = std::move(to), before](SqliteStore& store) { return store.archive(to, before); });
}

Napi::Value close(const Given& given) {
  const auto store = unwrap<StoreHandle>(given.at(0));
  MainThread& main = given.main;
  return promise_of(
      main, given.env(), nullptr, given.env().Undefined(), [store, &main] { store->close(main.threads()); },
      [](Napi::Env env) { return env.Undefined(); });
}

}  // namespace

void add_stores(Napi::Object exports) {
  add_at_once<memory_store>(exports, "memoryStore");
  add_promising<open_sqlite>(exports, "openSqlite");
  add_promising<backup>(exports, "backup");
  add_promising<check>(exports, "check");
  add_promising<mend>(exports, "mend");
  add_promising<archive>(exports, "archive");
  add_promising<close>(exports, "close");
}

}  // namespace itsmflow::node
