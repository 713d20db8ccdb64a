// Models and people.

#include <itsmflow/verify.hpp>

#include "convert.hpp"
#include "handles.hpp"

namespace itsmflow::node {
namespace {

struct LoadedLibrary {
  std::shared_ptr<const Library> library;
  Diagnostics diagnostics;
};

LoadedLibrary keep(Loaded<Library> loaded) {
  Diagnostics diagnostics = loaded.diagnostics();
  return {std::make_shared<const Library>(value_or_throw(std::move(loaded))), std::move(diagnostics)};
}

Napi::Value show_library(Napi::Env env, const LoadedLibrary& loaded) {
  Napi::Object shown = Napi::Object::New(env);
  Napi::Array models = Napi::Array::New(env);
  for (const auto& model : loaded.library->models()) models.Set(models.Length(), to_js(env, *model));
  freeze(env, models);
  shown.Set("handle", wrap(env, loaded.library));
  shown.Set("models", models);
  shown.Set("diagnostics", to_js(env, loaded.diagnostics));
  return shown;
}

Napi::Value load(const Given& given) {
  std::vector<std::string> paths = read_texts(given.at(0), "paths");
  return promise_of(
      given.main, given.env(), nullptr, given.env().Undefined(), [paths = std::move(paths)] { return keep(load_library(paths)); },
      show_library);
}

Napi::Value load_all_texts(const Given& given) {
  const std::vector<std::string> names = read_texts(given.at(0), "texts");
  const std::vector<std::string> contents = read_texts(given.at(1), "texts");
  std::vector<std::shared_ptr<const SourceText>> texts;
  for (std::size_t i = 0; i < names.size(); ++i)
    texts.push_back(std::make_shared<const SourceText>(SourceText{names[i], contents.at(i)}));
  return promise_of(
      given.main, given.env(), nullptr, given.env().Undefined(), [texts = std::move(texts)] { return keep(load_texts(texts)); },
      show_library);
}

struct Proof {
  std::string process;
  std::shared_ptr<const Directory> people;
  VerifyOptions options;
};

Diagnostics prove(const Library& library, const Proof& wanted) {
  if (!wanted.process.empty() && library.find(wanted.process) == nullptr)
    throw NotFound(NotFound::Kind::process, wanted.process, "there is no process '" + wanted.process + "' among the models");
  Diagnostics found;
  const auto add = [&found](Diagnostics more) {
    for (Diagnostic& one : more) found.push_back(std::move(one));
  };
  for (const auto& model : library.models()) {
    if (!wanted.process.empty() && model->process != wanted.process) continue;
    add(verify(model, wanted.options));
    if (wanted.people) add(verify_people(model, *wanted.people));
  }
  sort(found);
  return found;
}

Napi::Value verify_models(const Given& given) {
  const auto library = unwrap<const Library>(given.at(0));
  Proof wanted;
  if (given.at(1).IsExternal()) wanted.people = unwrap<const Directory>(given.at(1));
  Options options(given.at(2), "verify");
  wanted.process = options.text("process");
  if (const auto states = options.take("maxStates", read_count)) wanted.options.max_states = static_cast<std::size_t>(*states);
  wanted.options.deep = options.take("deep", read_truth).value_or(false);
  options.take("people");  // given beside them
  options.end();
  return promise_of(
      given.main, given.env(), nullptr, given.env().Undefined(),
      [library, wanted = std::move(wanted)] { return prove(*library, wanted); },
      [](Napi::Env env, const Diagnostics& found) { return to_js(env, found); });
}

Napi::Value make_directory(const Given& given) {
  return wrap<const Directory>(given.env(), std::make_shared<const Directory>(read_directory(given.at(0))));
}

Napi::Value directory_of_functions(const Given& given) {
  return wrap<const Directory>(given.env(), make_directory_of_functions(given.main, read_truth(given.at(0), "holdersOf")));
}

struct LoadedPeople {
  std::shared_ptr<const Directory> people;
  Diagnostics diagnostics;
};

Napi::Value load_people(const Given& given) {
  std::string path = given.text(0, "path");
  return promise_of(
      given.main, given.env(), nullptr, given.env().Undefined(),
      [path = std::move(path)] {
        Loaded<Directory> loaded = load_directory(path);
        Diagnostics diagnostics = loaded.diagnostics();
        return LoadedPeople{std::make_shared<const Directory>(value_or_throw(std::move(loaded))), std::move(diagnostics)};
      },
      [](Napi::Env env, const LoadedPeople& loaded) -> Napi::Value {
        Napi::Object shown = Napi::Object::New(env);
        shown.Set("handle", wrap(env, loaded.people));
        shown.Set("diagnostics", to_js(env, loaded.diagnostics));
        return shown;
      });
}

}  // namespace

void add_models(Napi::Object exports) {
  add_promising<load>(exports, "load");
  add_promising<load_all_texts>(exports, "loadTexts");
  add_promising<verify_models>(exports, "verify");
  add_at_once<make_directory>(exports, "directory");
  add_at_once<directory_of_functions>(exports, "directoryOfFunctions");
  add_promising<load_people>(exports, "loadDirectory");
}

}  // namespace itsmflow::node
