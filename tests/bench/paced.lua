-- wrk -s paced.lua URL -- ACCOUNTS SEED DELAY_MS: GET /mood of random accounts of load.sql, each
-- connection with a pause of about DELAY_MS before a request; 0 is as fast as it goes. Prints the
-- requests a second, the median and p99 in ms, and the errors.
local accounts, pause
local secret = string.rep("A", 43)

function init(arguments)
  accounts, pause = tonumber(arguments[1]), tonumber(arguments[3])
  math.randomseed(tonumber(arguments[2]))
  if pause == 0 then delay = nil end
end

function delay()
  return math.random(0, 2 * pause)
end

function request()
  return wrk.format("GET", "/mood", { Cookie = "session=" .. math.random(accounts) .. "." .. secret })
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("%.0f %.2f %.2f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout))
end
