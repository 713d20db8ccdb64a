# What the hot paths cost, counted and held to benchmarks/counts/budgets.json: benchmarks/README.md explains it.

if(NOT ITSMFLOW_SQLITE OR ITSMFLOW_SANITIZE)
  return()
endif()
add_executable(itsmflow_counts ${PROJECT_SOURCE_DIR}/benchmarks/counts/counts.cpp
                               ${PROJECT_SOURCE_DIR}/benchmarks/counts/allocations.cpp)
itsmflow_compile_settings(itsmflow_counts)
string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
string(STRIP "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}}" flags)
target_compile_definitions(itsmflow_counts PRIVATE COUNTS_FLAGS="${flags}")
target_link_libraries(itsmflow_counts PRIVATE itsmflow::sqlite fmt::fmt PkgConfig::sodium SQLite::SQLite3)

if(ITSMFLOW_BUILD_TESTS)
  add_test(NAME counts COMMAND ${PROJECT_SOURCE_DIR}/benchmarks/counts/budgets $<TARGET_FILE:itsmflow_counts>)
  set_tests_properties(counts PROPERTIES TIMEOUT 300 SKIP_RETURN_CODE 77)
endif()
