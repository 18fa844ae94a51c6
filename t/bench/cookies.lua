-- wrk: asks with each cookie of a file in turn, and prints what the benchmarks read. With a pause
-- of so many ms between an answer and the next request of a connection.
local requests, at, pause_ms = {}, 0, 0

function setup(thread)
  thread:set("number", (threads or 0))
  threads = (threads or 0) + 1
end

function init(args)
  for line in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", nil, { Cookie = line })
  end
  at = math.floor(number * #requests / 2)
  pause_ms = tonumber(args[2])
  if pause_ms == 0 then delay = nil end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function delay()
  return pause_ms
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %f %f %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
