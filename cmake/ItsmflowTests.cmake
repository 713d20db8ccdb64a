# The tests.
#   tests/<room>/*.cpp    test_<room>, which links that room and what it may include
#   tests/<other>/*.cpp   test_<other>, which links everything and may run the program
# A file 'labels' beside them holds ctest labels, one a line; target tests-<label> builds all tests that have it.
# The tests of the package itself are in tests/packaging/ and tests/consumer/.

include(ItsmflowPlaces)

# One precompiled Catch2 serves all tests: its header takes longer than most of them.
file(GLOB catch_main ${PROJECT_SOURCE_DIR}/tests/main.cpp)
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/catch_main.cpp CONTENT "" @ONLY)
add_library(catch_main OBJECT ${catch_main} ${PROJECT_BINARY_DIR}/catch_main.cpp)
# Catch2's own code is the slowest file of all to compile, and needs no speed.
set_source_files_properties(${catch_main} PROPERTIES SKIP_PRECOMPILE_HEADERS ON COMPILE_OPTIONS -O0)

function(itsmflow_test_settings target)
  itsmflow_compile_settings(${target})
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)  # the same for all, or the precompiled header is refused
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
endfunction()

itsmflow_test_settings(catch_main)
target_precompile_headers(catch_main PRIVATE ${PROJECT_SOURCE_DIR}/tests/catch.hpp)

add_custom_target(tests-threads)

# itsmflow_test(<folder under tests/> LIBS <library>...)
function(itsmflow_test folder)
  cmake_parse_arguments(TEST "" "" "LIBS" ${ARGN})
  string(REPLACE "/" "_" id ${folder})
  set(path ${PROJECT_SOURCE_DIR}/tests/${folder})
  file(GLOB sources CONFIGURE_DEPENDS ${path}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${id} ${sources} $<TARGET_OBJECTS:catch_main> $<TARGET_OBJECTS:places>)
  itsmflow_test_settings(test_${id})
  target_precompile_headers(test_${id} REUSE_FROM catch_main)
  target_link_libraries(test_${id} PRIVATE ${TEST_LIBS})
  add_test(NAME ${id} COMMAND test_${id})
  set_tests_properties(${id} PROPERTIES TIMEOUT 600)
  if(EXISTS ${path}/labels)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path}/labels)
    file(STRINGS ${path}/labels labels)
    set_tests_properties(${id} PROPERTIES LABELS "${labels}")
    foreach(label IN LISTS labels)
      if(NOT TARGET tests-${label})
        add_custom_target(tests-${label})
      endif()
      add_dependencies(tests-${label} test_${id})
    endforeach()
  endif()
endfunction()

get_property(rooms GLOBAL PROPERTY ITSMFLOW_ROOMS)
set(room_libraries "")
foreach(room IN LISTS rooms)
  string(REPLACE "/" "_" id ${room})
  set(libraries room_${id})
  list(APPEND room_libraries room_${id})
  get_property(more GLOBAL PROPERTY ITSMFLOW_TEST_ROOMS_${id})
  foreach(other IN LISTS more)
    string(REPLACE "/" "_" other ${other})
    list(APPEND libraries room_${other})
  endforeach()
  itsmflow_test(${room} LIBS ${libraries})
endforeach()

# The other folders. They see the rooms too, not only the public libraries: what those hide has to be tested as well.
file(GLOB folders CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/tests/*)
foreach(folder IN LISTS folders)
  if(folder IN_LIST rooms OR folder MATCHES "^(consumer|fuzz)$" OR NOT IS_DIRECTORY ${PROJECT_SOURCE_DIR}/tests/${folder})
    continue()
  endif()
  itsmflow_test(${folder} LIBS ${room_libraries} fmt::fmt nlohmann_json::nlohmann_json)
  if(NOT TARGET test_${folder})
    continue()
  endif()
  if(ITSMFLOW_SQLITE)
    target_link_libraries(test_${folder} PRIVATE SQLite::SQLite3)
  endif()
  if(TARGET itsmflow)
    add_dependencies(test_${folder} itsmflow)
  endif()
  if(TARGET examples)
    add_dependencies(test_${folder} examples)
  endif()
endforeach()

include(ItsmflowOracle)
include(ItsmflowPackagingTests)
