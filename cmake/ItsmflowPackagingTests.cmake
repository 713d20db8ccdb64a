# Tests of what is installed: it is installed once and moved, then looked at and used in every way a user may.

# A sanitizer's library can only be used by a program with the same sanitizer: there is no package to test.
if(ITSMFLOW_SANITIZE)
  return()
endif()

# Every public header compiles alone. Built with everything else; the compiler is the test.
file(GLOB headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/include/itsmflow/*.hpp)
set(sources "")
foreach(header IN LISTS headers)
  string(MAKE_C_IDENTIFIER ${header} id)
  set(source ${PROJECT_BINARY_DIR}/public_headers/${id}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "#include <${header}>\n" @ONLY)
  list(APPEND sources ${source})
endforeach()
# Those for C do so in both languages.
if(TARGET room_capi)
  file(GLOB headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/include/itsmflow/*.h)
  foreach(header IN LISTS headers)
    string(MAKE_C_IDENTIFIER ${header} id)
    foreach(language IN ITEMS c cpp)
      set(source ${PROJECT_BINARY_DIR}/public_headers/${id}.${language})
      file(CONFIGURE OUTPUT ${source} CONTENT "#include <${header}>\n" @ONLY)
      list(APPEND sources ${source})
    endforeach()
  endforeach()
endif()
add_library(public_headers OBJECT ${sources})
itsmflow_compile_settings(public_headers)
target_include_directories(public_headers PRIVATE ${PROJECT_SOURCE_DIR}/include)

if(NOT ITSMFLOW_INSTALL)
  return()
endif()

set(prefix ${PROJECT_BINARY_DIR}/package/prefix)
set(consumers ${PROJECT_SOURCE_DIR}/tests/consumer)
set(toolchain -G ${CMAKE_GENERATOR} -DCMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE} -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER})

function(itsmflow_package_test name)
  add_test(NAME package_${name} COMMAND ${ARGN})
  set_tests_properties(package_${name} PROPERTIES LABELS package TIMEOUT 1800 FIXTURES_REQUIRED package)
endfunction()

add_test(NAME package_install COMMAND ${CMAKE_COMMAND} -DBUILD=${PROJECT_BINARY_DIR} -DPREFIX=${prefix}
                                      -P ${PROJECT_SOURCE_DIR}/tests/packaging/install.cmake)
set_tests_properties(package_install PROPERTIES LABELS package FIXTURES_SETUP package)

foreach(kind IN LISTS ITSMFLOW_KINDS)
  string(COMPARE EQUAL ${kind} shared shared)
  itsmflow_package_test(find_package_${kind}
    ${CMAKE_COMMAND} -DSOURCE=${consumers}/find_package -DBINARY=${PROJECT_BINARY_DIR}/package/find_package_${kind} -DPROGRAM=consumer
    -P ${consumers}/run.cmake -- ${toolchain} -DCMAKE_PREFIX_PATH=${prefix} -Ditsmflow_SHARED_LIBS=${shared})
endforeach()

# This one compiles the library's core again: from ccache where it is there, hence with the same flags.
itsmflow_package_test(add_subdirectory
  ${CMAKE_COMMAND} -DSOURCE=${consumers}/add_subdirectory -DBINARY=${PROJECT_BINARY_DIR}/package/add_subdirectory -DPROGRAM=consumer
  -P ${consumers}/run.cmake -- ${toolchain} "-DCMAKE_CXX_FLAGS=${CMAKE_CXX_FLAGS}" "-DCMAKE_CXX_FLAGS_DEBUG=${CMAKE_CXX_FLAGS_DEBUG}"
  -DITSMFLOW_CCACHE=ON -DITSMFLOW_WARNINGS=ON)

# What it would compile is what add_subdirectory does.
itsmflow_package_test(fetch_content
  ${CMAKE_COMMAND} -DSOURCE=${consumers}/fetch_content -DBINARY=${PROJECT_BINARY_DIR}/package/fetch_content -P ${consumers}/run.cmake -- ${toolchain})

itsmflow_package_test(pkg_config
  ${CMAKE_COMMAND} -DPREFIX=${prefix} -DLIBDIR=${CMAKE_INSTALL_LIBDIR} -DCOMPILER=${CMAKE_CXX_COMPILER}
  -DOUTPUT=${PROJECT_BINARY_DIR}/package/pkg_config -P ${consumers}/pkg_config/run.cmake)

if(TARGET room_capi)
  set(itil ${PROJECT_SOURCE_DIR}/models/itil)
  set(words ${PROJECT_BINARY_DIR}/package/pkg_config_c.db ${itil}/people.yaml ${itil}/incident.yaml
            ${PROJECT_SOURCE_DIR}/examples/c/incident-on-call.yaml)
  string(REPLACE ";" "\\;" words "${words}")
  itsmflow_package_test(pkg_config_c
    ${CMAKE_COMMAND} -DPREFIX=${prefix} -DLIBDIR=${CMAKE_INSTALL_LIBDIR} -DCOMPILER=${CMAKE_C_COMPILER} -DBUILD=build_c
    -DOUTPUT=${PROJECT_BINARY_DIR}/package/pkg_config_c "-DWORDS=${words}"
    -P ${consumers}/pkg_config/run.cmake)
endif()

if("shared" IN_LIST ITSMFLOW_KINDS AND ITSMFLOW_GNU_LINKER)
  itsmflow_package_test(libraries ${PROJECT_SOURCE_DIR}/tests/packaging/check-libraries ${prefix}/${CMAKE_INSTALL_LIBDIR})
endif()

# The examples, out of tree, as a user copies them. One that has tests of its own is run by them.
file(GLOB lists CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/examples/*/CMakeLists.txt)
foreach(list IN LISTS lists)
  cmake_path(GET list PARENT_PATH folder)
  cmake_path(GET folder FILENAME name)
  itsmflow_package_test(example_${name}
    ${CMAKE_COMMAND} -DSOURCE=${folder} -DBINARY=${PROJECT_BINARY_DIR}/package/example_${name} -DPROGRAM=ctest
    -P ${consumers}/run.cmake -- ${toolchain} -DCMAKE_PREFIX_PATH=${prefix})
endforeach()
if(TARGET itsmflow AND EXISTS ${PROJECT_SOURCE_DIR}/examples/ci/check-models)
  itsmflow_package_test(example_ci ${CMAKE_COMMAND} -E env "PATH=${prefix}/${CMAKE_INSTALL_BINDIR}:$ENV{PATH}"
    ${PROJECT_SOURCE_DIR}/examples/ci/check-models ${PROJECT_SOURCE_DIR}/models/municipality)
endif()

# The packages for Debian and the tar, with what this build compiled: its flags bring that out of the compiler cache, at the same depth.
if(TARGET room_capi AND TARGET itsmflow)
  cmake_path(GET PROJECT_BINARY_DIR FILENAME name)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  add_test(NAME package_all
    COMMAND ${PROJECT_SOURCE_DIR}/scripts/package --in build/${name}-packages -DCMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE}
            -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} "-DCMAKE_CXX_FLAGS=${CMAKE_CXX_FLAGS}" "-DCMAKE_CXX_FLAGS_${type}=${CMAKE_CXX_FLAGS_${type}}"
            -DITSMFLOW_WARNINGS=${ITSMFLOW_WARNINGS} -DITSMFLOW_CCACHE=${ITSMFLOW_CCACHE})
  set_tests_properties(package_all PROPERTIES LABELS package TIMEOUT 1800 SKIP_RETURN_CODE 77)
endif()
add_test(NAME package_recipes COMMAND ${PROJECT_SOURCE_DIR}/tests/packaging/check-recipes)
set_tests_properties(package_recipes PROPERTIES LABELS package)
