# What is installed beside the program: completion for shells, the JSON Schema of models, the manual page. The program itself prints all of it, so
# that none of it can differ from what the program does.
if(NOT ITSMFLOW_INSTALL OR CMAKE_CROSSCOMPILING OR ITSMFLOW_SANITIZE)
  return()
endif()

set(folder ${PROJECT_BINARY_DIR}/program_files)
set(made "")

# itsmflow_printed(<file in folder> <where it is installed> <words of the program>...)
function(itsmflow_printed file destination)
  cmake_path(GET file PARENT_PATH parent)
  set(path ${folder}/${file})
  add_custom_command(
    OUTPUT ${path}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}/${parent}
    COMMAND itsmflow ${ARGN} > ${path}
    DEPENDS itsmflow
    VERBATIM)
  install(FILES ${path} DESTINATION ${destination} COMPONENT program)
  set(made ${made} ${path} PARENT_SCOPE)
endfunction()

set(zsh_folder ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
if(ITSMFLOW_DEBIAN)
  set(zsh_folder ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
endif()
itsmflow_printed(bash/itsmflow ${CMAKE_INSTALL_DATADIR}/bash-completion/completions completion bash)
itsmflow_printed(zsh/_itsmflow ${zsh_folder} completion zsh)
itsmflow_printed(fish/itsmflow.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d completion fish)
itsmflow_printed(itsmflow.schema.json ${CMAKE_INSTALL_DATADIR}/itsmflow schema)

set(page ${folder}/itsmflow.1)
add_custom_command(
  OUTPUT ${page}
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:itsmflow> -DVERSION=${PROJECT_VERSION} -DOUTPUT=${page}
          -P ${PROJECT_SOURCE_DIR}/cmake/manual_page.cmake
  DEPENDS itsmflow ${PROJECT_SOURCE_DIR}/cmake/manual_page.cmake
  VERBATIM)
list(APPEND made ${page})
if(ITSMFLOW_DEBIAN)
  add_custom_command(OUTPUT ${page}.gz COMMAND gzip -9nkf ${page} DEPENDS ${page} VERBATIM)
  list(APPEND made ${page}.gz)
  install(FILES ${page}.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
else()
  install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
endif()

add_custom_target(program_files ALL DEPENDS ${made})
