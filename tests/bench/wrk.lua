-- wrk -s wrk.lua URL -- FIRST LAST SEED PAUSE {SHARE METHOD PATH KEY BODY}…: requests of random accounts
-- of load.sql from FIRST to LAST, each connection with a pause of PAUSE ms on average before a request, each
-- of a kind that is drawn by its share in percent; KEY is key or none, and $mood in a BODY becomes a number
-- from 1 to 5. Prints what wrk.py reads: requests, microseconds, p50
-- and p99 in microseconds, and answers of 400 and more, connections that failed, timeouts.
local first, last, seed, pause
local kinds, sent = {}, 0
local secret = string.rep("A", 43)

function init(arguments)
  first, last, seed, pause = tonumber(arguments[1]), tonumber(arguments[2]), arguments[3], tonumber(arguments[4])
  math.randomseed(tonumber(seed))
  if pause == 0 then delay = nil end
  local shares = 0
  for i = 5, #arguments, 5 do
    shares = shares + tonumber(arguments[i])
    kinds[#kinds + 1] = { upto = shares, method = arguments[i + 1], path = arguments[i + 2],
      has_key = arguments[i + 3] == "key", body = arguments[i + 4] }
  end
end

function delay()
  return math.random(0, 2 * pause)
end

local function draw()
  local drawn = math.random(100)
  for _, kind in ipairs(kinds) do
    if drawn <= kind.upto then return kind end
  end
end

function request()
  local kind = draw()
  local headers = { Cookie = "session=" .. math.random(first, last) .. "." .. secret }
  if kind.body == "" then return wrk.format(kind.method, kind.path, headers) end
  headers["Content-Type"] = "application/json"
  if kind.has_key then
    sent = sent + 1
    headers["Idempotency-Key"] = seed .. "-" .. sent
  end
  return wrk.format(kind.method, kind.path, headers, (kind.body:gsub("%$mood", math.random(5))))
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), e.status, e.connect + e.read + e.write, e.timeout))
end
