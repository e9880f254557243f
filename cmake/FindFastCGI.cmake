# Debian ships no CMake files for libfcgi. Defines FastCGI::fcgi.
find_path(FastCGI_INCLUDE_DIR fcgiapp.h)
find_library(FastCGI_LIBRARY fcgi)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(FastCGI REQUIRED_VARS FastCGI_INCLUDE_DIR FastCGI_LIBRARY)
if(FastCGI_FOUND AND NOT TARGET FastCGI::fcgi)
  add_library(FastCGI::fcgi UNKNOWN IMPORTED)
  set_target_properties(FastCGI::fcgi PROPERTIES
    IMPORTED_LOCATION "${FastCGI_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${FastCGI_INCLUDE_DIR}")
endif()
