// Mood entries over HTTP.
#pragma once

#include "server/request.hpp"

namespace daymark {
struct Context;
}

namespace daymark::mood::api {

using server::Reply;
using server::Request;
using server::Response;

void record(Context& context, const Request& request, Reply reply);  // POST /mood
void list(Context& context, const Request& request, Reply reply);    // GET /mood
Response list_days(Context& context, const Request& request);        // GET /mood/days
Response find(Context& context, const Request& request);             // GET /mood/{id}
Response change(Context& context, const Request& request);           // PATCH /mood/{id}
Response remove(Context& context, const Request& request);           // DELETE /mood/{id}

// In transfer_api.cpp:
Response export_entries(Context& context, const Request& request);  // GET /mood/export
Response import_entries(Context& context, const Request& request);  // POST /mood/import

}  // namespace daymark::mood::api
