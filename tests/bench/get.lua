-- wrk -s get.lua URL/PATH -- TOKEN: the same GET again and again by one bearer. Prints the requests,
-- the median and p99 in ms, and the errors.
function init(arguments)
  wrk.headers["Authorization"] = "Bearer " .. arguments[1]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("%d %.2f %.2f %d\n", summary.requests, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end
