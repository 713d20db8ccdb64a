# One suite for all languages: what scenarios do is written down by a program in C++, done again through C, Python and Node, and compared to the byte.
# tests/bindings/README.md
#   tests/bindings/programs/write.cpp   write_transcripts, which also the tests of bindings/python and bindings/node are given
#   tests/bindings/c/*.cpp              replay_c_<kind>, against the library for C alone
if(NOT TARGET room_capi)
  return()
endif()
file(GLOB writer CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/bindings/*.cpp)
list(FILTER writer EXCLUDE REGEX "_test\\.cpp$")
add_executable(write_transcripts ${writer} ${PROJECT_SOURCE_DIR}/tests/bindings/programs/write.cpp)
itsmflow_compile_settings(write_transcripts)
target_link_libraries(write_transcripts PRIVATE room_scenario room_json)
set(ITSMFLOW_TRANSCRIPTS ${PROJECT_BINARY_DIR}/transcripts)
add_test(NAME transcripts COMMAND write_transcripts ${PROJECT_SOURCE_DIR} ${ITSMFLOW_TRANSCRIPTS})
set_tests_properties(transcripts PROPERTIES FIXTURES_SETUP transcripts TIMEOUT 600)

file(GLOB replay CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/bindings/c/*.cpp)
foreach(kind IN LISTS ITSMFLOW_KINDS)
  set(target replay_c_${kind})
  add_executable(${target} ${replay})
  itsmflow_compile_settings(${target})
  target_link_libraries(${target} PRIVATE itsmflow_c_${kind} nlohmann_json::nlohmann_json)
  add_test(NAME bindings_c_${kind} COMMAND ${target} ${PROJECT_SOURCE_DIR} ${ITSMFLOW_TRANSCRIPTS})
  set_tests_properties(bindings_c_${kind} PROPERTIES FIXTURES_REQUIRED transcripts TIMEOUT 600)
endforeach()
