-- wrk -s wrk.lua URL -- get|post ACCOUNTS SEED: requests of random accounts of load.sql.
local post, accounts
local secret = string.rep("A", 43)

function init(arguments)
  post, accounts = arguments[1] == "post", tonumber(arguments[2])
  math.randomseed(tonumber(arguments[3]))
end

function request()
  local cookie = "session=" .. math.random(accounts) .. "." .. secret
  if post then
    return wrk.format("POST", "/mood", { Cookie = cookie, ["Content-Type"] = "application/json" },
      '{"mood":' .. math.random(5) .. "}")
  end
  return wrk.format("GET", "/mood", { Cookie = cookie })
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("%.1f %.2f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end
