#include <itsmflow/itsmflow.hpp>
#include <itsmflow/sqlite_store.hpp>
#include <itsmflow/version.hpp>

#include <cstdio>
#include <filesystem>

int main() {
  const auto model = itsmflow::load_model("itsmflow: 1\n", "empty.yaml");
  const auto file = std::filesystem::temp_directory_path() / "itsmflow-conan.db";
  { const itsmflow::SqliteStore store{file.string()}; }  // SQLite is linked
  std::filesystem::remove(file);
  std::printf("itsmflow %s finds %zu errors in a model without words\n", ITSMFLOW_VERSION, model.diagnostics().size());
  return itsmflow::version() == ITSMFLOW_VERSION && itsmflow::has_errors(model.diagnostics()) ? 0 : 1;
}
