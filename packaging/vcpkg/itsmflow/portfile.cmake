# The port builds the checkout that it lies in: docs/install.md.
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

vcpkg_check_features(OUT_FEATURE_OPTIONS FEATURE_OPTIONS FEATURES program ITSMFLOW_BUILD_CLI)
vcpkg_find_acquire_program(PKGCONFIG)  # libsodium and re2 are looked for by it
vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    ${FEATURE_OPTIONS}
    -DITSMFLOW_BUILD_TESTS=OFF
    -DITSMFLOW_BUILD_EXAMPLES=OFF
    -DITSMFLOW_BUILD_BENCHMARKS=OFF
    -DITSMFLOW_BOTH_KINDS=OFF
    -DITSMFLOW_CCACHE=OFF
    -DITSMFLOW_INSTALL=ON
    "-DPKG_CONFIG_EXECUTABLE=${PKGCONFIG}")
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME itsmflow CONFIG_PATH lib/cmake/itsmflow)
vcpkg_fixup_pkgconfig()
if("program" IN_LIST FEATURES)
  vcpkg_copy_tools(TOOL_NAMES itsmflow AUTO_CLEAN)
endif()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share" "${CURRENT_PACKAGES_DIR}/share/doc")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
