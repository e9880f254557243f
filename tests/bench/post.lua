-- wrk -s post.lua URL -- ACCOUNTS SEED: POST /mood of random accounts of load.sql. Prints the requests
-- a second, the median and p99 in ms, and the errors.
local accounts
local secret = string.rep("A", 43)

function init(arguments)
  accounts = tonumber(arguments[1])
  math.randomseed(tonumber(arguments[2]))
end

function request()
  return wrk.format("POST", "/mood",
    { Cookie = "session=" .. math.random(accounts) .. "." .. secret, ["Content-Type"] = "application/json" },
    '{"mood":' .. math.random(5) .. "}")
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("%.0f %.2f %.2f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout))
end
