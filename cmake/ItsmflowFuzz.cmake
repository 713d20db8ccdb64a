# fuzz/fuzz_<name>.cpp becomes the libFuzzer program fuzz_<name>; target 'fuzz' builds them all.
if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  message(FATAL_ERROR "ITSMFLOW_FUZZ needs Clang, whose libFuzzer the targets are for; configure with CXX=clang++-16")
endif()

add_custom_target(fuzz)

# itsmflow_fuzz(<name> <room>...)
function(itsmflow_fuzz name)
  add_executable(fuzz_${name} ${PROJECT_SOURCE_DIR}/fuzz/fuzz_${name}.cpp)
  itsmflow_compile_settings(fuzz_${name})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  foreach(room IN LISTS ARGN)
    target_link_libraries(fuzz_${name} PRIVATE room_${room})
  endforeach()
  add_dependencies(fuzz fuzz_${name})
endfunction()

itsmflow_fuzz(expr expr)
itsmflow_fuzz(yaml source)
