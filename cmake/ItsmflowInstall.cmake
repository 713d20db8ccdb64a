# Installing: headers, libraries, the CMake package with its components, and pkg-config. Everything may be moved afterwards.
if(NOT ITSMFLOW_INSTALL)
  return()
endif()
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/itsmflow)
set(staging ${PROJECT_BINARY_DIR}/package)

install(DIRECTORY include/itsmflow DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT development)

get_property(libraries GLOBAL PROPERTY ITSMFLOW_LIBRARIES)
foreach(kind IN LISTS ITSMFLOW_KINDS)
  foreach(library IN LISTS libraries)
    set(set itsmflow-${library}-${kind})
    if(kind STREQUAL "shared")
      set_target_properties(itsmflow_${library}_shared PROPERTIES INSTALL_RPATH $ORIGIN)
    endif()
    install(TARGETS itsmflow_${library}_${kind} EXPORT ${set}
      ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
      LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime NAMELINK_COMPONENT development
      RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT runtime)
    install(EXPORT ${set} NAMESPACE itsmflow:: FILE ${set}-targets.cmake DESTINATION ${package_dir} COMPONENT development)
  endforeach()
endforeach()

configure_package_config_file(cmake/itsmflow-config.cmake.in ${staging}/itsmflow-config.cmake INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor version may break what was.
write_basic_package_version_file(${staging}/itsmflow-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${staging}/itsmflow-config.cmake ${staging}/itsmflow-config-version.cmake DESTINATION ${package_dir} COMPONENT development)

# pkg-config. A static library names what it needs; so does a shared one, but for static linking only.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_LIBDIR BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig OUTPUT_VARIABLE pc_libdir)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_INCLUDEDIR BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig OUTPUT_VARIABLE pc_includedir)
set(pc_private "")
set(pc_cflags "")
if("shared" IN_LIST ITSMFLOW_KINDS)
  set(pc_private .private)
else()
  set(pc_cflags -DITSMFLOW_STATIC)
endif()

function(itsmflow_pkg_config name description libs requires private_requires private_libs)
  configure_file(cmake/itsmflow.pc.in ${staging}/${name}.pc @ONLY)
  install(FILES ${staging}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
endfunction()

itsmflow_pkg_config(itsmflow-core "Load process models and run their cases" "-litsmflow_core" "" "fmt, yaml-cpp, libsodium, re2" "-ldate-tz")
itsmflow_pkg_config(itsmflow-store_conformance "What a store must do, as a suite to run" "-litsmflow_store_conformance" "itsmflow-core" "" "")
set(pc_all itsmflow-core)
if(ITSMFLOW_SQLITE)
  itsmflow_pkg_config(itsmflow-sqlite "Keep cases in an SQLite file" "-litsmflow_sqlite" "itsmflow-core" "sqlite3" "-lSQLiteCpp")
  list(APPEND pc_all itsmflow-sqlite)
endif()
if(ITSMFLOW_ANALYSIS)
  set(pc_pugixml "")
  if(ITSMFLOW_IMPORT)
    set(pc_pugixml "-lpugixml")
  endif()
  itsmflow_pkg_config(itsmflow-analysis "Look at process models and their cases: draw them, tell what happened, report on them" "-litsmflow_analysis" "itsmflow-core" "" "${pc_pugixml}")
  list(APPEND pc_all itsmflow-analysis)
endif()
list(JOIN pc_all ", " pc_all)
if(TARGET room_capi)
  # A program in C that links the static library needs what all C++ stands on, too.
  itsmflow_pkg_config(itsmflow-c "Use itsmflow from C" "-litsmflow_c" "" "${pc_all}" "-lstdc++ -lm")
endif()
itsmflow_pkg_config(itsmflow "${PROJECT_DESCRIPTION}" "" "${pc_all}" "" "")
