# CPack reads this when the files of each package are laid out, and before it packs them: dpkg-shlibdeps says which packages their libraries are in.
cmake_minimum_required(VERSION 3.22)

file(GLOB own_folders ${CPACK_TEMPORARY_DIRECTORY}/*/usr/${CPACK_ITSMFLOW_LIBDIR})
list(TRANSFORM own_folders PREPEND -l)
foreach(component IN ITEMS runtime runtime_c program)
  string(TOUPPER ${component} COMPONENT)
  set(root ${CPACK_TEMPORARY_DIRECTORY}/${component}/usr)
  file(GLOB files ${root}/bin/* ${root}/${CPACK_ITSMFLOW_LIBDIR}/*.so.*)
  set(programs "")
  foreach(file IN LISTS files)
    if(NOT IS_SYMLINK ${file})
      list(APPEND programs -e${file})
    endif()
  endforeach()
  execute_process(
    COMMAND dpkg-shlibdeps -O -x${CPACK_DEBIAN_${COMPONENT}_PACKAGE_NAME} ${own_folders} ${programs}
    WORKING_DIRECTORY ${CPACK_ITSMFLOW_SHLIBDEPS} OUTPUT_VARIABLE found COMMAND_ERROR_IS_FATAL ANY)
  if(NOT found MATCHES "^shlibs:Depends=([^\n]+)")
    message(FATAL_ERROR "dpkg-shlibdeps found nothing for ${component}: ${found}")
  endif()
  set(CPACK_DEBIAN_${COMPONENT}_PACKAGE_DEPENDS "${CMAKE_MATCH_1}")
endforeach()
