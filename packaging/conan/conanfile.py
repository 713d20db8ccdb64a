"""The recipe for Conan 2. docs/install.md says how it is used, and what of it could be tried."""
import re
from pathlib import Path

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, rmdir
from conan.tools.gnu import PkgConfigDeps

required_conan_version = ">=2.0"


class ItsmflowConan(ConanFile):
    name = "itsmflow"
    description = "Service processes as YAML models: checked, proved and executed, in memory or in one SQLite file"
    license = "Apache-2.0"
    topics = ("itsm", "workflow", "process", "case management", "sqlite")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False], "program": [True, False]}
    # Time zones are the system's (tzdata), as everywhere else.
    default_options = {"shared": False, "fPIC": True, "program": True, "date/*:use_system_tz_db": True}
    implements = ["auto_shared_fpic"]

    @property
    def _root(self):
        return Path(self.recipe_folder).parents[1]

    def set_version(self):
        # The version stands in one place.
        header = (self._root / "include/itsmflow/version.hpp").read_text()
        self.version = re.search(r'define ITSMFLOW_VERSION "([^"]+)"', header)[1]

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "CHANGELOG.md", "cmake/*", "include/*", "src/*", "docs/rules/*"):
            copy(self, pattern, self._root, self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        self.requires("boost/[>=1.74 <2]", headers=True, libs=False)
        self.requires("date/[>=3 <4]")
        self.requires("fmt/[>=9 <12]")
        self.requires("libsodium/[>=1.0.18 <2]")
        self.requires("nlohmann_json/[>=3.9 <4]")
        self.requires("pugixml/[>=1.11 <2]")
        self.requires("re2/[>=20220601]")
        self.requires("sqlite3/[>=3.37 <4]")
        self.requires("sqlitecpp/[>=3 <4]")
        self.requires("yaml-cpp/[>=0.7 <1]")
        if self.options.program:
            self.requires("cli11/[>=2.1 <3]")

    def build_requirements(self):
        self.tool_requires("cmake/[>=3.22]")
        if not self.conf.get("tools.gnu:pkg_config", check_type=str):
            self.tool_requires("pkgconf/[>=2 <3]")

    def validate(self):
        check_min_cppstd(self, 20)

    def generate(self):
        toolchain = CMakeToolchain(self)
        for name in ("TESTS", "EXAMPLES", "BENCHMARKS"):
            toolchain.cache_variables[f"ITSMFLOW_BUILD_{name}"] = False
        toolchain.cache_variables["ITSMFLOW_BUILD_CLI"] = bool(self.options.program)
        toolchain.cache_variables["ITSMFLOW_BOTH_KINDS"] = False
        toolchain.generate()
        CMakeDeps(self).generate()
        PkgConfigDeps(self).generate()  # libsodium and re2 are looked for by pkg-config

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, Path(self.package_folder) / "licenses")
        CMake(self).install()
        # Conan writes these itself, for whatever its user builds with.
        rmdir(self, Path(self.package_folder) / "lib/cmake")
        rmdir(self, Path(self.package_folder) / "lib/pkgconfig")

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "itsmflow")

        # What the system has in the place of a package (platform_requires) Conan doesn't know how to link, and refuses to hear of here.
        packages = {one.ref.name for one in self.dependencies.values() if one.ref.revision != "platform"}

        def component(name, requires, library=True):
            info = self.cpp_info.components[name]
            info.set_property("cmake_target_name", f"itsmflow::{name}")
            info.set_property("pkg_config_name", f"itsmflow-{name}")
            info.libs = [f"itsmflow_{name}"]
            info.requires = [one for one in requires if "::" not in one or one.split("::")[0] in packages]
            if not self.options.shared:
                info.defines = ["ITSMFLOW_STATIC"]

        component("core", ["fmt::fmt", "yaml-cpp::yaml-cpp", "libsodium::libsodium", "re2::re2", "date::date", "nlohmann_json::nlohmann_json", "boost::headers"])
        component("sqlite", ["core", "sqlitecpp::sqlitecpp", "sqlite3::sqlite3"])
        component("analysis", ["core", "pugixml::pugixml"])
        component("store_conformance", ["core"])
        component("c", ["core", "sqlite", "analysis"])
        everything = self.cpp_info.components["itsmflow"]
        everything.set_property("cmake_target_name", "itsmflow::itsmflow")
        everything.set_property("pkg_config_name", "itsmflow")
        everything.requires = ["core", "sqlite", "analysis"]
        if self.options.program and "cli11" in packages:
            everything.requires.append("cli11::cli11")
