# CPack reads this before it packs. It has stripped programs and shared libraries, but not static ones, and leaves the compiler's name everywhere.
cmake_minimum_required(VERSION 3.22)
file(GLOB_RECURSE archives ${CPACK_TEMPORARY_DIRECTORY}/*.a)
file(GLOB_RECURSE libraries ${CPACK_TEMPORARY_DIRECTORY}/*.so.*)
file(GLOB programs ${CPACK_TEMPORARY_DIRECTORY}/bin/* ${CPACK_TEMPORARY_DIRECTORY}/*/usr/bin/*)
foreach(file IN LISTS archives libraries programs)
  if(NOT IS_SYMLINK ${file})
    execute_process(
      COMMAND strip --strip-debug --enable-deterministic-archives --remove-section=.comment --remove-section=.note ${file}
      COMMAND_ERROR_IS_FATAL ANY)
  endif()
endforeach()
