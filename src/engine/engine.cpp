#include "engine/impl.hpp"

#include "base/digest.hpp"
#include "base/text_distance.hpp"
#include "store/micros.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <cassert>
#include <optional>
#include <utility>

namespace itsmflow {

Engine::Engine(Library library, Store& store, const Directory& directory, EngineOptions options)
    : impl_(std::make_unique<Impl>(std::move(library), store, directory, std::move(options))) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

const Library& Engine::library() const noexcept {
  return impl_->library;
}

Engine::Impl::Impl(Library library_, Store& store_, const Directory& directory_, EngineOptions options_)
    : library(std::move(library_)), store(store_), directory(directory_), options(std::move(options_)) {}

Timestamp Engine::Impl::now() const {
  const Clock& clock = options.clock ? *options.clock : Clock::system();
  return to_the_microsecond(clock.now());
}

std::vector<std::string> Engine::Impl::roles_of(std::string_view actor) const {
  std::optional<std::vector<std::string>> roles = held_by(actor);
  if (!roles) throw nobody_called(directory, actor);
  return std::move(*roles);
}

std::optional<std::vector<std::string>> Engine::Impl::held_by(std::string_view actor) const {
  if (is_stand_in(actor)) return std::nullopt;
  return directory.roles_of(actor);
}

NotFound nobody_called(const Directory& directory, std::string_view actor) {
  if (is_stand_in(actor))
    return {NotFound::Kind::actor, std::string(actor),
            fmt::format("'{}' stands for a person who was erased; nobody acts under such a name", actor)};
  std::vector<std::string> known;  // of a directory of functions: none
  for (const auto& [id, person] : directory.people()) known.push_back(id);
  const auto meant = closest(actor, known);
  return {NotFound::Kind::actor, std::string(actor),
          fmt::format("the directory knows nobody called '{}'{}", actor, meant ? "; did you mean '" + *meant + "'?" : "")};
}

std::shared_ptr<const Net> Engine::Impl::net_of(Store::Transaction& transaction, const std::string& digest) const {
  {
    const std::scoped_lock lock(nets_mutex_);
    if (const auto known = nets_.find(digest); known != nets_.end()) return known->second;
  }
  std::shared_ptr<const Model> model;
  for (const auto& candidate : library.models())
    if (candidate->digest == digest) model = candidate;
  if (!model) {
    const std::optional<StoredModel> stored = transaction.model(digest);
    if (!stored) throw StoreError(StoreError::Kind::corrupt, fmt::format("the store has no model of digest {}", digest));
    if (blake2b_hex(stored->source) != digest)
      throw StoreError(StoreError::Kind::corrupt,
                       fmt::format("version {} of process '{}' in the store is not the text that its cases were started with; "
                                   "restore the store from a backup",
                                   stored->version, stored->process));
    if (!library.reader())
      throw UsageError(fmt::format(
          "version {} of process '{}' is only in the store, and this library can't read it: make it with load_library()",
          stored->version, stored->process));
    Loaded<std::shared_ptr<const Model>> loaded =
        library.reader()(std::make_shared<const SourceText>(SourceText{stored->name, stored->source}));
    if (!loaded)
      throw StoreError(
          StoreError::Kind::corrupt,
          fmt::format("version {} of process '{}', as the store has it, can't be read by this itsmflow: {}", stored->version,
                      stored->process, loaded.diagnostics().empty() ? "" : to_string(loaded.diagnostics().front())));
    model = loaded.value_or_throw();
  }
  std::shared_ptr<const Net> net = compile(std::move(model));
  const std::scoped_lock lock(nets_mutex_);
  return nets_.try_emplace(digest, std::move(net)).first->second;
}

OpenCase Engine::Impl::open(Store::Transaction& transaction, PersonBook& people, CaseRecord record) const {
  OpenCase at;
  at.net = net_of(transaction, record.model_digest);
  std::optional<CaseState> kept = kept_states.find(record, people);
  assert(!kept || *kept == decode_state(*at.net, record, people));
  at.state = kept ? std::move(*kept) : decode_state(*at.net, record, people);
  at.record = std::move(record);
  return at;
}

namespace {

CaseRecord load(Store::Transaction& transaction, CaseId id) {
  std::optional<CaseRecord> record = transaction.load(id);
  if (!record) throw NotFound(NotFound::Kind::case_, to_string(id), fmt::format("there is no case {}", id.value));
  return std::move(*record);
}

}  // namespace

OpenCase Engine::Impl::open(Store::Transaction& transaction, PersonBook& people, CaseId id) const {
  return open(transaction, people, load(transaction, id));
}

std::unique_ptr<OpenCase> Engine::Impl::take(Store::Transaction& transaction, PersonBook& people, CaseId id) const {
  CaseRecord record = load(transaction, id);
  std::unique_ptr<OpenCase> at = kept_states.take(record, people);
  if (at) {
    assert(at->state == decode_state(*at->net, record, people));
    return at;
  }
  at = std::make_unique<OpenCase>();
  at->net = net_of(transaction, record.model_digest);
  at->state = decode_state(*at->net, record, people);
  at->record = std::move(record);
  return at;
}

}  // namespace itsmflow
