# Measure with a release build: preset 'release'.

# What stands beside the engines of others in benchmarks/peers; benchmarks/peers/run builds it and runs it.
if(ITSMFLOW_SQLITE)
  add_executable(itsmflow_peer ${PROJECT_SOURCE_DIR}/benchmarks/peers/itsmflow/peer.cpp)
  itsmflow_compile_settings(itsmflow_peer)
  target_link_libraries(itsmflow_peer PRIVATE itsmflow::sqlite SQLite::SQLite3)
endif()

# What the hot paths cost, counted and held to benchmarks/counts/budgets.json; scripts/budgets builds and runs it.
if(TARGET room_capi AND NOT ITSMFLOW_SANITIZE)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/benchmarks/counts/*.cpp)
  add_executable(itsmflow_counts ${sources} ${PROJECT_SOURCE_DIR}/benchmarks/by_hand.cpp)
  itsmflow_compile_settings(itsmflow_counts)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  string(STRIP "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}}" flags)
  target_compile_definitions(itsmflow_counts PRIVATE COUNTS_FLAGS="${flags}")
  target_link_libraries(itsmflow_counts PRIVATE itsmflow::c itsmflow::sqlite fmt::fmt PkgConfig::sodium SQLite::SQLite3)
  if(ITSMFLOW_BUILD_TESTS)
    add_test(NAME budgets COMMAND ${PROJECT_SOURCE_DIR}/benchmarks/counts/budgets $<TARGET_FILE:itsmflow_counts>)
    set_tests_properties(budgets PROPERTIES TIMEOUT 600 SKIP_RETURN_CODE 77)
  endif()
endif()

# All of benchmarks/*.cpp is one program, itsmflow_benchmarks.
find_package(benchmark QUIET)
file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/benchmarks/*.cpp)
if(NOT benchmark_FOUND)
  message(STATUS "itsmflow: Google Benchmark was not found; the benchmarks are left out")
  return()
endif()
if(NOT sources)
  return()
endif()
add_executable(itsmflow_benchmarks ${sources})
itsmflow_compile_settings(itsmflow_benchmarks)
target_compile_definitions(itsmflow_benchmarks PRIVATE ITSMFLOW_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(itsmflow_benchmarks PRIVATE itsmflow::itsmflow fmt::fmt PkgConfig::sodium benchmark::benchmark_main)
if(ITSMFLOW_SQLITE)
  target_link_libraries(itsmflow_benchmarks PRIVATE SQLite::SQLite3)
endif()
if(TARGET room_capi)
  target_link_libraries(itsmflow_benchmarks PRIVATE itsmflow::c)
endif()

# What looks at the inside: a program of its own, made from the rooms.
add_executable(itsmflow_verify_benchmarks ${PROJECT_SOURCE_DIR}/benchmarks/verify/verify.cpp)
itsmflow_compile_settings(itsmflow_verify_benchmarks)
target_link_libraries(itsmflow_verify_benchmarks PRIVATE room_verify room_lang benchmark::benchmark_main)
