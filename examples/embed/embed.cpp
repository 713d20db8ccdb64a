// embed MODELS DATABASE PERSON                                        what PERSON may do now
// embed MODELS DATABASE PERSON start PROCESS [FIELD=VALUE...]         starts a case
// embed MODELS DATABASE PERSON CASE ACTIVITY[:RESULT] [FIELD=VALUE...] does a step of it
//
// MODELS is a folder with models and a people.yaml. DATABASE is a file that `itsmflow` works on too, also at the same time.
#include <itsmflow/itsmflow.hpp>
#include <itsmflow/sqlite_store.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace flow = itsmflow;

flow::Data read_fields(const std::vector<std::string>& words) {
  flow::Data data;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) throw flow::UsageError("'" + word + "' is not FIELD=VALUE");
    const std::string text = word.substr(equals + 1);
    const bool number = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    data[word.substr(0, equals)] = number ? flow::Value{std::atoll(text.c_str())} : flow::Value{text};
  }
  return data;
}

int print(const flow::Step& step) {
  for (const flow::Obstacle& obstacle : step.obstacles()) std::printf("refused: %s\n", obstacle.message().c_str());
  if (step)
    std::printf("case %s is at revision %lld\n", to_string(step.case_id()).c_str(), static_cast<long long>(step.revision()));
  return step ? 0 : 1;
}

int main(int count, char** arguments) try {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() < 3 || words.size() == 4)
    throw flow::UsageError("embed MODELS DATABASE PERSON [start PROCESS | CASE ACTIVITY] ...");
  const std::string& person = words[2];

  const flow::Directory people = flow::load_directory(words[0] + "/people.yaml").value_or_throw();
  flow::SqliteStore store{words[1]};
  flow::Engine engine{flow::load_library(words[0]).value_or_throw(), store, people};

  if (words.size() == 3) {
    for (const flow::Offer& offer : engine.offers_for(person)) {
      std::printf("%s %s %s\n", to_string(offer.case_id).c_str(), offer.process.c_str(), offer.activity.c_str());
    }
    return 0;
  }
  const flow::Data data = read_fields({words.begin() + 5, words.end()});
  if (words[3] == "start") return print(engine.start(words[4], person, data));
  const std::size_t colon = words[4].find(':');
  const std::string result = colon == std::string::npos ? "" : words[4].substr(colon + 1);
  return print(engine.perform({std::atoll(words[3].c_str())}, words[4].substr(0, colon), person, {.result = result, .data = data}));
} catch (const flow::Error& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 3;
}
