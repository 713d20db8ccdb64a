# The reference is built without a warning and with no link that leads nowhere, by scripts/api-docs; and that would be seen. Once is enough: in the build
# that everybody has.
if(NOT PROJECT_BINARY_DIR STREQUAL "${PROJECT_SOURCE_DIR}/build/dev")
  return()
endif()
add_test(NAME api_docs COMMAND ${PROJECT_SOURCE_DIR}/scripts/api-docs ${PROJECT_BINARY_DIR}/api-docs)
add_test(NAME api_docs_try COMMAND ${PROJECT_SOURCE_DIR}/docs/api/try)
set_tests_properties(api_docs api_docs_try PROPERTIES TIMEOUT 600 SKIP_RETURN_CODE 77)
