# Writes the pages on rules into a C++ source, so that the program carries them with it.
#   cmake -DFOLDER=docs/rules -DOUTPUT=rule_pages.cpp -P embed_pages.cmake
file(GLOB pages ${FOLDER}/*.md)
list(SORT pages)
set(entries "")
foreach(page IN LISTS pages)
  get_filename_component(rule ${page} NAME_WE)
  if(rule STREQUAL "README")
    continue()
  endif()
  file(READ ${page} text)
  string(FIND "${text}" ")page\"" end)
  if(NOT end EQUAL -1)
    message(FATAL_ERROR "${page}: the text )page\" cannot stand in a page")
  endif()
  string(APPEND entries "    {\"${rule}\", R\"page(${text})page\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Made from docs/rules/ by cmake/embed_pages.cmake.
#include \"cli/rule_pages.hpp\"

namespace itsmflow::cli {
namespace {

constexpr RulePage kPages[] = {
${entries}};

}  // namespace

std::span<const RulePage> rule_pages() noexcept {
  return kPages;
}

}  // namespace itsmflow::cli
")
