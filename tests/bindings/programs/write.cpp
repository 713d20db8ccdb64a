// transcripts ROOT FOLDER: plays all scenarios of the project, whose folder is ROOT, and writes a transcript of each into FOLDER, and
// `counts.json` with how much there is in all of them. What was there of an earlier run goes.

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include "../scenario_files.hpp"
#include "../transcript.hpp"

namespace {

namespace fs = std::filesystem;

void write_file(const fs::path& path, const std::string& text) {
  if (fs::exists(path))
    throw std::runtime_error(path.string() + " would be written twice; call one of the two scenarios otherwise");
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error(path.string() + " can't be written");
}

void remove_earlier(const fs::path& folder) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".jsonl" || entry.path().filename() == "counts.json") fs::remove(entry.path());
}

void write_all(const std::string& root, const fs::path& folder) {
  fs::create_directories(folder);
  remove_earlier(folder);
  bindings::Writer writer(root);
  bindings::Counts all;
  for (const bindings::ScenarioFile& file : bindings::scenario_files(root)) {
    const bindings::Transcript transcript = writer.write(file);
    write_file(folder / bindings::file_name(file.path), transcript.text);
    all += transcript.counts;
  }
  write_file(folder / "counts.json", bindings::to_json(all) + "\n");
  std::cout << "C++ wrote " << all.scenarios << " scenarios, " << all.calls << " calls, " << all.events << " events, "
            << all.obstacles << " obstacles\n";
  if (all.scenarios == 0) throw std::runtime_error("there are no scenarios in " + root);
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::cerr << "transcripts ROOT FOLDER\n";
    return 2;
  }
  try {
    write_all(words[1], words[2]);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "transcripts: " << error.what() << "\n";
    return 1;
  }
}
