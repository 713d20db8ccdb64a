# Where tests and fuzz targets find the sources and the programs: compiled into one file, so that the others are the same in each checkout.
add_library(places OBJECT ${PROJECT_SOURCE_DIR}/tests/places.cpp)
itsmflow_compile_settings(places)
target_compile_definitions(places PRIVATE
  PLACES_SOURCE="${PROJECT_SOURCE_DIR}"
  PLACES_PROGRAM="$<$<TARGET_EXISTS:itsmflow>:$<TARGET_FILE:itsmflow>>"
  PLACES_EMBED="$<$<TARGET_EXISTS:embed>:$<TARGET_FILE:embed>>")
