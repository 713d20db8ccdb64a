# tests/fuzz/<name>.cpp becomes the libFuzzer program fuzz_<name>, and seeds.cpp the program fuzz_seeds, which writes what they begin
# with; target 'fuzz' builds them all. See tests/fuzz/README.md.
if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  message(FATAL_ERROR "ITSMFLOW_FUZZ needs Clang, whose libFuzzer the targets are for: use the preset 'fuzz', or configure with CXX=clang++-16")
endif()
if(NOT (ITSMFLOW_SQLITE AND ITSMFLOW_IMPORT))
  message(FATAL_ERROR "ITSMFLOW_FUZZ needs ITSMFLOW_SQLITE, ITSMFLOW_ANALYSIS and ITSMFLOW_IMPORT, which are ON unless turned off")
endif()

add_custom_target(fuzz)

# itsmflow_fuzz_program(<name> <library>...)
function(itsmflow_fuzz_program name)
  add_executable(fuzz_${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/${name}.cpp)
  itsmflow_compile_settings(fuzz_${name})
  target_compile_definitions(fuzz_${name} PRIVATE ITSMFLOW_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(fuzz_${name} PRIVATE ${ARGN})
  add_dependencies(fuzz fuzz_${name})
endfunction()

function(itsmflow_fuzz name)
  itsmflow_fuzz_program(${name} ${ARGN})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
endfunction()

set(engine_rooms room_lang room_engine room_store_memory)
itsmflow_fuzz(yaml room_source)
itsmflow_fuzz(expressions room_expr)
itsmflow_fuzz(models ${engine_rooms} room_check room_report room_verify room_draw)
itsmflow_fuzz(scenarios room_scenario room_check room_report)
itsmflow_fuzz(pnml room_lang room_import room_check room_report)
itsmflow_fuzz(stored ${engine_rooms})
itsmflow_fuzz(database ${engine_rooms} room_store_sqlite)
itsmflow_fuzz_program(seeds ${engine_rooms} room_store_sqlite nlohmann_json::nlohmann_json)
