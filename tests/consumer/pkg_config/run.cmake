# cmake -DPREFIX=<installed> -DLIBDIR=<its library folder> -DCOMPILER=<compiler> -DOUTPUT=<program> -P run.cmake
set(ENV{PKG_CONFIG_PATH} ${PREFIX}/${LIBDIR}/pkgconfig)
execute_process(COMMAND ${CMAKE_CURRENT_LIST_DIR}/build ${COMPILER} ${OUTPUT} COMMAND_ERROR_IS_FATAL ANY)
set(ENV{LD_LIBRARY_PATH} ${PREFIX}/${LIBDIR})
execute_process(COMMAND ${OUTPUT} COMMAND_ERROR_IS_FATAL ANY)
