#include "support/postgres.hpp"

#include <libpq-fe.h>

namespace daymark::support {

Database::Database(const std::string& conninfo)
    : connection_{PQconnectdb(conninfo.c_str()), PQfinish} {
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    throw DatabaseError{PQerrorMessage(connection_.get())};
  }
}

Database::Database(const Service& service)
    : Database{"host='" + service.database_host + "' dbname=daymark user=postgres"} {}

std::vector<Row> Database::query(const std::string& sql,
                                 const std::vector<std::string>& parameters) {
  std::vector<const char*> values;
  for (const auto& parameter : parameters) {
    values.push_back(parameter.c_str());
  }
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result{
      PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                   values.data(), nullptr, nullptr, 0),
      PQclear};
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    throw DatabaseError{PQerrorMessage(connection_.get())};
  }
  std::vector<Row> rows;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    auto& values_of_row = rows.emplace_back();
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      values_of_row.emplace_back(PQgetvalue(result.get(), row, column),
                                 static_cast<std::size_t>(PQgetlength(result.get(), row, column)));
    }
  }
  return rows;
}

}  // namespace daymark::support
