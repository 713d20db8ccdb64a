# Packages, made by CPack: a tar that may be unpacked anywhere, or with ITSMFLOW_DEBIAN those for Debian. scripts/package makes both.
if(NOT ITSMFLOW_INSTALL OR NOT ITSMFLOW_TOP_LEVEL OR ITSMFLOW_SANITIZE)
  return()
endif()

# They stand on libraries of this system, so its name is part of theirs.
cmake_host_system_information(RESULT system QUERY DISTRIB_INFO)

set(CPACK_PACKAGE_NAME itsmflow)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_VENDOR itsmflow)
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_FILE_NAME itsmflow-${PROJECT_VERSION}-${system_ID}${system_VERSION_ID}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/strip_more.cmake)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
if(ITSMFLOW_DEBIAN)
  set(CPACK_GENERATOR DEB)
  include(ItsmflowDebian)
else()
  set(CPACK_GENERATOR TGZ)
endif()
include(CPack)
