#pragma once

#include <string>

/// Where the sources and the programs built from them are. Only `places.cpp` is compiled with these paths: all other files are the same in
/// each checkout, and come from the compiler's cache.
namespace places {

std::string source();   ///< the project's folder
std::string program();  ///< the command line; empty where it isn't built
std::string embed();    ///< the example of that name; empty where it isn't built

}  // namespace places
