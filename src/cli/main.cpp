#include "cli/app.hpp"

int main(int argc, char** argv) {
  return itsmflow::cli::run(argc, argv);
}
