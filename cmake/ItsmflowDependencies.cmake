# What we need from outside. Nothing is downloaded; scripts/install-deps installs all of it on Debian.
# None of it shows in a public header, so a user of a shared library needs none of it.

find_package(fmt 9 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(nlohmann_json 3.9 REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(date 3 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
# It asks for -pthread, which no system we know needs for compiling, and which would keep the tests from their precompiled header.
set_property(TARGET PkgConfig::re2 PROPERTY INTERFACE_COMPILE_OPTIONS "")

# yaml-cpp 0.8 gave its target a namespace.
set(ITSMFLOW_YAML yaml-cpp)
if(TARGET yaml-cpp::yaml-cpp)
  set(ITSMFLOW_YAML yaml-cpp::yaml-cpp)
endif()

if(ITSMFLOW_SQLITE)
  find_package(SQLite3 3.37 REQUIRED)
  find_package(SQLiteCpp 3 REQUIRED)
endif()
if(ITSMFLOW_IMPORT)
  find_package(pugixml 1.11 REQUIRED)
endif()
if(ITSMFLOW_BUILD_CLI)
  find_package(CLI11 2.1 REQUIRED)
endif()
if(ITSMFLOW_BUILD_TESTS)
  find_package(Catch2 2.13 QUIET)
  if(NOT Catch2_FOUND)
    find_package(Catch2 3 REQUIRED)
  endif()
endif()
