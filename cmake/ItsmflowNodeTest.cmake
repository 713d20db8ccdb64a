# The npm package, tried from its tarball: where node 18 or newer is with its headers. It is compiled with this build's flags, so that the library comes out
# of the compiler cache.
if(ITSMFLOW_SANITIZE OR CMAKE_CXX_FLAGS MATCHES "--coverage")
  return()
endif()
find_program(ITSMFLOW_NODE node)
mark_as_advanced(ITSMFLOW_NODE)
if(NOT ITSMFLOW_NODE)
  return()
endif()
execute_process(COMMAND ${ITSMFLOW_NODE} ${PROJECT_SOURCE_DIR}/bindings/node/scripts/install.js --headers
                OUTPUT_VARIABLE ITSMFLOW_NODE_HEADERS RESULT_VARIABLE failed ERROR_QUIET)
if(failed)
  message(STATUS "itsmflow: node 18 with its headers isn't there; the npm package isn't tested")
  return()
endif()
string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
add_test(NAME node COMMAND ${CMAKE_COMMAND} -E env ITSMFLOW_TRANSCRIPTS=${ITSMFLOW_TRANSCRIPTS}
                           ${PROJECT_SOURCE_DIR}/scripts/test-node -DCMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE}
                           "-DCMAKE_CXX_FLAGS_${type}=${CMAKE_CXX_FLAGS_${type}}" -DITSMFLOW_WARNINGS=${ITSMFLOW_WARNINGS}
                           -DITSMFLOW_CCACHE=${ITSMFLOW_CCACHE} -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER})
set_tests_properties(node PROPERTIES LABELS package FIXTURES_REQUIRED transcripts TIMEOUT 1800 SKIP_RETURN_CODE 77)
