-- wrk -s sign_in.lua URL -- ACCOUNTS PASSWORD: signs in as signs.in.0 and so on, all with one
-- password and each time from another network, which is no more than somebody may do.
local accounts, body

function init(arguments)
  accounts = tonumber(arguments[1])
  body = '","password":"' .. arguments[2] .. '"}'
end

function request()
  local name = '{"username":"signs.in.' .. math.random(0, accounts - 1)
  local from = "10." .. math.random(0, 255) .. "." .. math.random(0, 255) .. "." .. math.random(0, 255)
  return wrk.format("POST", "/auth/signin", { ["Content-Type"] = "application/json", ["X-Forwarded-For"] = from }, name .. body)
end
