# The tests of bindings/python: the wheel is built and tried by scripts/test-python, in folders of its own under build/. Only where Python
# can make a virtual environment and a module.
if(ITSMFLOW_SANITIZE OR NOT EXISTS ${PROJECT_SOURCE_DIR}/bindings/python/CMakeLists.txt)
  return()
endif()
find_package(Python 3.10 QUIET COMPONENTS Interpreter Development.Module)
if(NOT Python_FOUND)
  message(STATUS "itsmflow: Python 3.10 with headers was not found; the tests of bindings/python are left out")
  return()
endif()
execute_process(COMMAND ${Python_EXECUTABLE} -c "import venv, ensurepip" RESULT_VARIABLE no_venv OUTPUT_QUIET ERROR_QUIET)
if(no_venv)
  message(STATUS "itsmflow: Python has no venv; the tests of bindings/python are left out")
  return()
endif()
add_test(NAME python COMMAND ${CMAKE_COMMAND} -E env PYTHON=${Python_EXECUTABLE} ITSMFLOW_TRANSCRIPTS=${ITSMFLOW_TRANSCRIPTS}
                              ${PROJECT_SOURCE_DIR}/scripts/test-python)
set_tests_properties(python PROPERTIES FIXTURES_REQUIRED transcripts TIMEOUT 3600 SKIP_RETURN_CODE 77)
