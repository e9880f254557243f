# Writes OUTPUT: each sql/queries/<feature>/<name>.sql as the constant sql::<feature>::k<Name>, and
# the number of the newest migration. `\ir parts/<name>.sql`, which as in psql reaches to the end of
# its line, stands for that file. Comments are stripped, because SOCI's parser would find parameters
# in them. Run at build time:
# cmake -D SOURCE=sql -D OUTPUT=file -P EmbedQueries.cmake

# The text of a file with the files that it includes, which may include others.
function(read_sql file result)
  file(READ "${file}" text)
  get_filename_component(folder "${file}" DIRECTORY)
  string(REGEX MATCHALL "\\\\ir [^\n]+" includes "${text}")
  foreach(include IN LISTS includes)
    string(SUBSTRING "${include}" 4 -1 part)
    read_sql("${folder}/${part}" part_text)
    string(REPLACE "${include}" "${part_text}" text "${text}")
  endforeach()
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

file(GLOB queries RELATIVE "${SOURCE}/queries" "${SOURCE}/queries/*/*.sql")
list(SORT queries)
set(constants "")
set(all "")
foreach(query IN LISTS queries)
  get_filename_component(feature "${query}" DIRECTORY)
  get_filename_component(name "${query}" NAME_WE)
  string(REPLACE "_" ";" words "${name}")
  set(constant "k")
  foreach(word IN LISTS words)
    string(SUBSTRING "${word}" 0 1 initial)
    string(SUBSTRING "${word}" 1 -1 rest)
    string(TOUPPER "${initial}" initial)
    string(APPEND constant "${initial}${rest}")
  endforeach()
  read_sql("${SOURCE}/queries/${query}" text)
  string(REGEX REPLACE "--[^\n]*" "" text "${text}")
  string(REGEX REPLACE "[ \n]+\n" "\n" text "${text}")
  string(STRIP "${text}" text)
  string(APPEND constants "namespace daymark::sql::${feature} {\n"
    "inline constexpr storage::Query ${constant}{\"${feature}/${name}\", R\"sql(${text})sql\"};\n"
    "}  // namespace daymark::sql::${feature}\n\n")
  string(APPEND all "    &${feature}::${constant},\n")
endforeach()

file(GLOB migrations RELATIVE "${SOURCE}/migrations" "${SOURCE}/migrations/*.sql")
list(SORT migrations)
list(POP_BACK migrations newest)
string(REGEX MATCH "^[0-9]+" version "${newest}")
math(EXPR version "1${version} - 10000")

file(CONFIGURE OUTPUT "${OUTPUT}" @ONLY CONTENT [[// Generated from sql/ by cmake/EmbedQueries.cmake.
#pragma once

#include <array>

#include "storage/query.hpp"

@constants@namespace daymark::sql {

/// The migration that this program was written for.
inline constexpr int kSchemaVersion = @version@;

inline constexpr std::array kAllQueries{
@all@};

}  // namespace daymark::sql
]])
