# Every switch of the build, and what follows from each. Nothing here changes a flag of a project that includes us.

set(ITSMFLOW_TOP_LEVEL OFF)
if(CMAKE_SOURCE_DIR STREQUAL PROJECT_SOURCE_DIR)
  set(ITSMFLOW_TOP_LEVEL ON)
endif()

option(BUILD_SHARED_LIBS "Build itsmflow's libraries shared rather than static" OFF)
option(ITSMFLOW_SQLITE "Build itsmflow::sqlite, the store in an SQLite file" ON)
option(ITSMFLOW_ANALYSIS "Build itsmflow::analysis: drawing, stories, reports, and whatever else looks at models and cases" ON)
option(ITSMFLOW_IMPORT "Build into itsmflow::analysis what reads models of others (PNML); needs pugixml" ON)
option(ITSMFLOW_BUILD_CLI "Build the program 'itsmflow'" ${ITSMFLOW_TOP_LEVEL})
option(ITSMFLOW_BUILD_TESTS "Build the tests" ${ITSMFLOW_TOP_LEVEL})
option(ITSMFLOW_BUILD_EXAMPLES "Build the programs under examples/" OFF)
option(ITSMFLOW_BUILD_BENCHMARKS "Build the benchmarks, where Google Benchmark is found" OFF)
option(ITSMFLOW_FUZZ "Build the fuzz targets of tests/fuzz/, for libFuzzer; needs Clang" OFF)
option(ITSMFLOW_INSTALL "Make install rules" ${ITSMFLOW_TOP_LEVEL})
option(ITSMFLOW_DEBIAN "Lay out what is installed as Debian's packages want it, for scripts/package" OFF)
option(ITSMFLOW_CCACHE "Compile through ccache where it is found" ${ITSMFLOW_TOP_LEVEL})
option(ITSMFLOW_WARNINGS "Compile itsmflow itself with the warnings it is kept clean of" ${ITSMFLOW_TOP_LEVEL})
set(ITSMFLOW_SANITIZE "" CACHE STRING "Sanitizers for everything built here: 'address,undefined' or 'thread'")

# Both kinds from the same objects: the tests prove the static and the shared package in one build.
option(ITSMFLOW_BOTH_KINDS "Build and install the kind of library that BUILD_SHARED_LIBS does not name too" ${ITSMFLOW_BUILD_TESTS})

if(NOT ITSMFLOW_ANALYSIS)
  set(ITSMFLOW_IMPORT OFF)
endif()
if(ITSMFLOW_BUILD_CLI AND NOT (ITSMFLOW_SQLITE AND ITSMFLOW_IMPORT))
  message(STATUS "itsmflow: the program needs ITSMFLOW_SQLITE, ITSMFLOW_ANALYSIS and ITSMFLOW_IMPORT; it is left out")
  set(ITSMFLOW_BUILD_CLI OFF)
endif()

if(ITSMFLOW_TOP_LEVEL)
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
  endif()
endif()

if(ITSMFLOW_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(ITSMFLOW_CCACHE_PROGRAM ccache)
  mark_as_advanced(ITSMFLOW_CCACHE_PROGRAM)
  if(ITSMFLOW_CCACHE_PROGRAM)
    # Objects don't depend on the names of folders or on the precompiled header's time; without this most would be compiled again, and all of
    # them in another checkout.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${ITSMFLOW_CCACHE_PROGRAM})
  endif()
endif()

# What every target of ours is compiled with, and nobody else's.
function(itsmflow_compile_settings target)
  set_target_properties(${target} PROPERTIES
    CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(ITSMFLOW_WARNINGS)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
  endif()
  if(ITSMFLOW_FUZZ)
    # What has been run is counted everywhere; only the fuzz targets get libFuzzer's main.
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
    target_link_options(${target} PUBLIC $<BUILD_INTERFACE:-fsanitize=fuzzer-no-link>)
  endif()
  if(ITSMFLOW_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${ITSMFLOW_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    # With sanitizers GCC sees uninitialized values in the standard library that are none.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(${target} PUBLIC $<BUILD_INTERFACE:-fsanitize=${ITSMFLOW_SANITIZE}>)
  endif()
endfunction()
