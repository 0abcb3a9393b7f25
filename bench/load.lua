-- wrk -s load.lua URL -- PLAN: sends what the plan (a Lua table) says and counts the answers by status.
local threads = {}
function setup(thread) threads[#threads + 1] = thread end

statuses = {}
replayed = 0

local starts, heads, tail, keyPrefix, duplicates
local sent, last = 0, nil

function init(args)
  local plan = dofile(args[1])
  math.randomseed(plan.seed)
  for _ = 1, 10 do math.random() end
  starts, heads = {}, {}
  for i, path in ipairs(plan.paths) do starts[i] = plan.method .. ' ' .. path .. ' HTTP/1.1\r\nHost: florin\r\n' end
  for i, token in ipairs(plan.tokens) do heads[i] = 'Authorization: Bearer ' .. token .. '\r\n' end
  tail = '\r\n'
  if plan.body then
    tail = 'Content-Type: application/json\r\nContent-Length: ' .. #plan.body .. '\r\n\r\n' .. plan.body
  end
  keyPrefix, duplicates = plan.keyPrefix, plan.duplicates
end

function request()
  if not keyPrefix then return starts[math.random(#starts)] .. heads[math.random(#heads)] .. tail end
  if last and math.random() < duplicates then return last end
  sent = sent + 1
  last = starts[math.random(#starts)] .. heads[math.random(#heads)] .. 'Idempotency-Key: ' .. keyPrefix
    .. (100000000000 + sent) .. '\r\n' .. tail
  return last
end

function response(status, headers)
  statuses[status] = (statuses[status] or 0) + 1
  if headers['idempotent-replayed'] then replayed = replayed + 1 end
end

function done(summary, latency)
  local counts, repeated = {}, 0
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get('statuses')) do counts[status] = (counts[status] or 0) + count end
    repeated = repeated + thread:get('replayed')
  end
  local parts = {}
  for status, count in pairs(counts) do parts[#parts + 1] = string.format('"%d":%d', status, count) end
  local errors = summary.errors
  io.write(string.format('{"seconds":%f,"statuses":{%s},"replayed":%d,"p50Ms":%f,"p99Ms":%f,"broken":%d}\n',
    summary.duration / 1e6, table.concat(parts, ','), repeated, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, errors.connect + errors.read + errors.write + errors.timeout))
end
