# The slow twin (tests/oracle/): a library for its test and for the program 'oracle', which takes as many models as it is told.

file(GLOB oracle_sources CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/tests/oracle/twin/*.cpp ${PROJECT_SOURCE_DIR}/tests/oracle/walk/*.cpp ${PROJECT_SOURCE_DIR}/tests/oracle/proof/*.cpp)
if(TARGET test_oracle AND oracle_sources)
  add_library(oracle_twin STATIC ${oracle_sources})
  itsmflow_compile_settings(oracle_twin)
  target_link_libraries(oracle_twin PUBLIC room_engine room_lang room_store_memory room_verify)
  target_link_libraries(test_oracle PRIVATE oracle_twin)
  set_tests_properties(oracle PROPERTIES TIMEOUT 2400)  # under the sanitizers
  add_executable(oracle ${PROJECT_SOURCE_DIR}/tests/oracle/program/oracle.cpp)
  itsmflow_compile_settings(oracle)
  target_link_libraries(oracle PRIVATE oracle_twin)
endif()
