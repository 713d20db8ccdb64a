# Debian's packages. Policy means the Debian Policy Manual, version 4.6.2.
if(NOT "shared" IN_LIST ITSMFLOW_KINDS OR NOT TARGET itsmflow OR NOT TARGET room_capi)
  message(FATAL_ERROR "ITSMFLOW_DEBIAN needs shared libraries, the program and the library for C: -DBUILD_SHARED_LIBS=ON, and nothing left out")
endif()

set(ITSMFLOW_PACKAGER "" CACHE STRING "Who makes the packages for Debian: 'NAME <ADDRESS>'; otherwise who DEBFULLNAME and DEBEMAIL name")
set(packager ${ITSMFLOW_PACKAGER})
if(NOT packager AND DEFINED ENV{DEBFULLNAME} AND DEFINED ENV{DEBEMAIL})
  set(packager "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
endif()
if(NOT packager)
  set(packager "itsmflow maintainers <maintainers@itsmflow.example.org>")  # nobody is reached there: the name is reserved for examples
endif()

# A package of Debian's own, 0.1.0-1, counts as newer than ours of the same version.
set(deb_version ${PROJECT_VERSION}-1~deb${system_VERSION_ID})

# The packages are called after the libraries' numbers (Policy 8.1). Those for C++ always change theirs together, and share a package.
get_target_property(abi itsmflow_core_shared SOVERSION)
get_target_property(abi_c itsmflow_c_shared SOVERSION)
set(package_runtime libitsmflow${abi})
set(package_runtime_c libitsmflow-c${abi_c})
set(package_development libitsmflow-dev)
set(package_program itsmflow)
set(section_runtime libs)
set(section_runtime_c libs)
set(section_development libdevel)
set(section_program utils)

set(about "itsmflow loads processes of IT service management that are written in YAML, proves that their cases can be completed, and runs the cases \
durably in one SQLite file.")
string(REGEX REPLACE "(.............................................................[^ ]*) " "\\1\n" about "${about}")
set(description_runtime "service processes, proved and executed: libraries for C++
${about}
.
This package has the libraries that programs written in C++ need to run.")
set(description_runtime_c "service processes, proved and executed: library for C
${about}
.
This package has the library that programs written in C, or in whatever can
call C, need to run.")
set(description_development "service processes, proved and executed: development files
${about}
.
This package has headers, libraries to link with, and what CMake and
pkg-config want to know, for C++ and for C.")
set(description_program "service processes, proved and executed: command line
${about}
.
This package has the program: it checks, draws and tests models, and works on
cases.")

# Who links the static libraries, or asks pkg-config for anything, needs what they stand on.
set(development_depends
    "${package_runtime} (= ${deb_version})" "${package_runtime_c} (= ${deb_version})"
    libfmt-dev libhowardhinnant-date-dev libpugixml-dev libre2-dev libsodium-dev libsqlite3-dev libsqlitecpp-dev libyaml-cpp-dev)
list(JOIN development_depends ", " CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # it would stand before that of each package
set(CPACK_COMPONENTS_ALL runtime runtime_c development program)
set(CPACK_DEBIAN_PACKAGE_VERSION ${deb_version})
set(CPACK_DEBIAN_PACKAGE_MAINTAINER ${packager})
set(CPACK_DEBIAN_PACKAGE_SOURCE itsmflow)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)

# What the packages depend on is found by dpkg-shlibdeps, once their files are laid out. CPack can ask it too, but doesn't know our own libraries
# then, and runs ldconfig from scripts, which Policy 8.1.1 leaves to a trigger.
list(APPEND CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/debian_dependencies.cmake)

# The changelog's time is SOURCE_DATE_EPOCH where that is set.
string(TIMESTAMP time "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(staging ${PROJECT_BINARY_DIR}/debian)
file(REMOVE_RECURSE ${staging})
set(codename ${system_VERSION_CODENAME})
if(NOT codename)
  set(codename unstable)
endif()

# itsmflow_debian_text(<file> <content>): compressed as Policy 12.7 has it, if the name ends in .gz.
function(itsmflow_debian_text file content)
  cmake_path(GET file EXTENSION LAST_ONLY extension)
  if(NOT extension STREQUAL ".gz")
    file(WRITE ${file} "${content}")
    return()
  endif()
  cmake_path(REMOVE_EXTENSION file LAST_ONLY)
  file(WRITE ${file} "${content}")
  execute_process(COMMAND gzip -9nf ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(READ CHANGELOG.md changes)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} COMPONENT)
  set(package ${package_${component}})
  set(folder ${staging}/${package})
  set(CPACK_DEBIAN_${COMPONENT}_PACKAGE_NAME ${package})
  set(CPACK_DEBIAN_${COMPONENT}_PACKAGE_SECTION ${section_${component}})
  set(CPACK_COMPONENT_${COMPONENT}_DESCRIPTION "${description_${component}}")

  # What Policy 12.5 and 12.7 want in each.
  itsmflow_debian_text(${folder}/changelog.gz "${changes}")
  itsmflow_debian_text(${folder}/changelog.Debian.gz
    "itsmflow (${deb_version}) ${codename}; urgency=medium\n\n  * Made by the scripts of itsmflow itself; changelog.gz has what changed.\n\n -- ${packager}  ${time}\n")
  configure_file(packaging/debian/copyright ${folder}/copyright COPYONLY)
  install(FILES ${folder}/changelog.gz ${folder}/changelog.Debian.gz ${folder}/copyright
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component})
  if(EXISTS ${PROJECT_SOURCE_DIR}/packaging/debian/${component}.overrides)
    configure_file(packaging/debian/${component}.overrides ${folder}/${package})
    install(FILES ${folder}/${package} DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides COMPONENT ${component})
  endif()
endforeach()

# Of a program that is linked with these libraries, dpkg-shlibdeps learns from `shlibs` what it depends on; that of our own packages is exact.
get_property(all_libraries GLOBAL PROPERTY ITSMFLOW_LIBRARIES)
set(local "")
foreach(component IN ITEMS runtime runtime_c)
  string(TOUPPER ${component} COMPONENT)
  set(shlibs "")
  if(component STREQUAL "runtime_c")
    set(shlibs "libitsmflow_c ${abi_c} ${package_runtime_c} (VERSION)\n")
  else()
    foreach(library IN LISTS all_libraries)
      if(NOT library STREQUAL "c")
        string(APPEND shlibs "libitsmflow_${library} ${abi} ${package_runtime} (VERSION)\n")
      endif()
    endforeach()
  endif()
  set(folder ${staging}/control/${component})
  string(REPLACE "VERSION" ">= ${PROJECT_VERSION}" for_others "${shlibs}")
  string(REPLACE "VERSION" "= ${deb_version}" for_ours "${shlibs}")
  file(WRITE ${folder}/shlibs "${for_others}")
  file(WRITE ${folder}/triggers "activate-noawait ldconfig\n")
  set(CPACK_DEBIAN_${COMPONENT}_PACKAGE_CONTROL_EXTRA ${folder}/shlibs ${folder}/triggers)
  string(APPEND local "${for_ours}")
endforeach()
file(WRITE ${staging}/shlibdeps/debian/shlibs.local "${local}")
file(WRITE ${staging}/shlibdeps/debian/control "Source: itsmflow\n")
set(CPACK_ITSMFLOW_SHLIBDEPS ${staging}/shlibdeps)
set(CPACK_ITSMFLOW_LIBDIR ${CMAKE_INSTALL_LIBDIR})
