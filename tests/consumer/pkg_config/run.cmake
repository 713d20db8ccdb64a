# cmake -DPREFIX=<installed> -DLIBDIR=<its library folder> -DCOMPILER=<compiler> -DOUTPUT=<program> [-DBUILD=<script here>]
#       [-DWORDS=<of the program>;...] -P run.cmake
if(NOT BUILD)
  set(BUILD build)
endif()
set(ENV{PKG_CONFIG_PATH} ${PREFIX}/${LIBDIR}/pkgconfig)
execute_process(COMMAND ${CMAKE_CURRENT_LIST_DIR}/${BUILD} ${COMPILER} ${OUTPUT} COMMAND_ERROR_IS_FATAL ANY)
set(ENV{LD_LIBRARY_PATH} ${PREFIX}/${LIBDIR})
execute_process(COMMAND ${OUTPUT} ${WORDS} COMMAND_ERROR_IS_FATAL ANY)
