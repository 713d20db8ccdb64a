# CPack reads this before it packs: it has stripped programs and shared libraries, and leaves what debuggers read in static ones.
cmake_minimum_required(VERSION 3.22)
file(GLOB_RECURSE archives ${CPACK_TEMPORARY_DIRECTORY}/*.a)
foreach(archive IN LISTS archives)
  execute_process(COMMAND strip --strip-debug --enable-deterministic-archives ${archive} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
