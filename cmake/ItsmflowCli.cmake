# The program. It is a user of the public headers like any other.
file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/cli/*.cpp)
if(NOT sources)
  return()
endif()
# `itsmflow explain` shows the pages on rules: they are compiled in.
file(GLOB rule_pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/rules/*.md)
set(rule_pages_source ${PROJECT_BINARY_DIR}/rule_pages.cpp)
add_custom_command(
  OUTPUT ${rule_pages_source}
  COMMAND ${CMAKE_COMMAND} -DFOLDER=${PROJECT_SOURCE_DIR}/docs/rules -DOUTPUT=${rule_pages_source} -P ${PROJECT_SOURCE_DIR}/cmake/embed_pages.cmake
  DEPENDS ${rule_pages} ${PROJECT_SOURCE_DIR}/cmake/embed_pages.cmake
  VERBATIM)
add_executable(itsmflow ${sources} ${rule_pages_source} $<TARGET_OBJECTS:room_json>)
itsmflow_compile_settings(itsmflow)
target_include_directories(itsmflow PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(itsmflow PRIVATE itsmflow::itsmflow CLI11::CLI11 nlohmann_json::nlohmann_json fmt::fmt)
# These take longer to read than most of the program.
target_precompile_headers(itsmflow PRIVATE <CLI/CLI.hpp> <nlohmann/json.hpp> <fmt/format.h>)
if(ITSMFLOW_INSTALL)
  if(NOT ITSMFLOW_DEBIAN)
    set_target_properties(itsmflow PROPERTIES INSTALL_RPATH $ORIGIN/../${CMAKE_INSTALL_LIBDIR})
  endif()
  install(TARGETS itsmflow RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
endif()
include(ItsmflowProgramFiles)
