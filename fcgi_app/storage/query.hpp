// A query, as the build makes it from a file in sql/queries.
#pragma once

namespace daymark::storage {

struct Query {
  const char* name;  // feature/name, for logs and tests
  const char* text;  // one statement with :named parameters
};

}  // namespace daymark::storage
