#include "stores.hpp"

#include "module.hpp"
#include "record.hpp"

#include <pybind11/stl/filesystem.h>

#include <filesystem>
#include <string>

namespace itsmflow::python {

std::shared_ptr<Store> ClosableStore::use() const {
  const std::lock_guard lock(mutex_);
  if (store_ == nullptr) throw UsageError("the store is closed");
  return store_;
}

bool ClosableStore::is_closed() const {
  const std::lock_guard lock(mutex_);
  return store_ == nullptr;
}

std::unique_ptr<Store::Transaction> ClosableStore::begin(Access access) {
  const std::shared_ptr<Store> store = in_use_.lock();
  if (store == nullptr) throw UsageError("the store is closed");
  return store->begin(access);
}

void ClosableStore::close() {
  std::shared_ptr<Store> last;  // ends after the lock
  const std::lock_guard lock(mutex_);
  last.swap(store_);
}

namespace {

using Sqlite = ClosableSqliteStore;

std::int64_t in_milliseconds(Duration length) {
  constexpr std::int64_t kInSecond = 1'000;
  constexpr std::int64_t kNanosIn = 1'000'000;
  return length.seconds * kInSecond + length.nanos / kNanosIn;
}

std::unique_ptr<Sqlite> open_file(const std::filesystem::path& path, SqliteStore::Durability durability, SqliteStore::Open open,
                                  Duration busy_timeout, const std::string& vfs) {
  const py::gil_scoped_release free;
  SqliteStore::Options options;
  options.durability = durability;
  options.open = open;
  options.busy_timeout_ms = in_milliseconds(busy_timeout);
  options.vfs = vfs;
  return std::make_unique<Sqlite>(path.string(), options);
}

}  // namespace

void add_stores(py::module_& module) {
  Record<ArchiveReport>(module, "ArchiveReport", "What SqliteStore.archive did, in numbers of cases, but for `events`.")
      .has("moved", &ArchiveReport::moved)
      .has("events", &ArchiveReport::events, "Of the cases that were moved.")
      .has("open", &ArchiveReport::open, "Stayed, because it isn't closed.")
      .has("recent", &ArchiveReport::recent, "Stayed, because its last change is too recent.")
      .has("waiting", &ArchiveReport::waiting, "Stayed, because something of it is yet to be told or done.")
      .has("linked", &ArchiveReport::linked, "Stayed, because it belongs together with a case that stays.")
      .done();
  Record<SqliteStore::Report>(module, "StoreReport", "What SqliteStore.check found.")
      .has("problems", &SqliteStore::Report::problems, "In words; empty: there are none.")
      .has("mendable", &SqliteStore::Report::mendable, "So many are mended by SqliteStore.mend and Engine.rebuild.")
      .done();
  py::class_<ClosableStore>(module, "Store", "Where cases are kept. MemoryStore and SqliteStore are such.")
      .def("close", &ClosableStore::close, py::call_guard<py::gil_scoped_release>(),
           "Ends it, once the calls that are under way have ended. Later ones raise UsageError.")
      .def_property_readonly("closed", &ClosableStore::is_closed)
      .def("__enter__", [](py::object self) { return self; })
      .def("__exit__", [](ClosableStore& store, const py::args&) {
        const py::gil_scoped_release free;
        store.close();
      });
  py::class_<ClosableMemoryStore, ClosableStore>(module, "MemoryStore", "Keeps everything in memory, until it is closed.")
      .def(py::init<>());
  py::class_<Sqlite, ClosableStore>(
      module, "SqliteStore",
      "Keeps everything in one SQLite file that several threads and processes may use at the same time.\n\n"
      "durability: \"full\" (a step that returned survives a power cut), \"normal\" (it survives the end of the process), "
      "\"group\" (as full;\n"
      "steps of several threads share one commit). open: \"create\", \"existing\", \"read_only\". `busy_timeout` is how long to "
      "wait for other\n"
      "writers before StoreError. Not to be carried into a child by os.fork().")
      .def(py::init(&open_file), py::arg("path"), py::kw_only(), py::arg("durability") = "full", py::arg("open") = "create",
           py::arg("busy_timeout") = Duration{5, 0}, py::arg("vfs") = "")
      .def(
          "backup",
          [](const Sqlite& store, const std::filesystem::path& to) {
            const py::gil_scoped_release free;
            store.sqlite()->backup(to.string());
          },
          "Copies the file to a new one, as it is at one moment, while others go on working.", py::arg("to"))
      .def(
          "archive",
          [](const Sqlite& store, const std::filesystem::path& to, Timestamp before) {
            const py::gil_scoped_release free;
            return store.sqlite()->archive(to.string(), before);
          },
          "Moves closed cases whose last change is before a moment to an archive, which is made where there is none.",
          py::arg("to"), py::arg("before"))
      .def(
          "check",
          [](const Sqlite& store) {
            const py::gil_scoped_release free;
            return store.sqlite()->check();
          },
          "Looks for what is wrong with the file itself. Reads all of it.")
      .def(
          "mend",
          [](const Sqlite& store) {
            const py::gil_scoped_release free;
            store.sqlite()->mend();
          },
          "Builds the indices anew, and lets numbers go on above those that are in use.")
      .def(
          "is_archive_of",
          [](const Sqlite& store, const Sqlite& other) {
            const py::gil_scoped_release free;
            return store.sqlite()->is_archive_of(*other.sqlite());
          },
          py::arg("other"));
}

}  // namespace itsmflow::python
