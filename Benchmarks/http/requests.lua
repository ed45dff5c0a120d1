-- What wrk sends. Arguments: list, get or create; the path of the users; the number of users there are;
-- what makes the addresses of this run's new users its own.

local kind, path, users, run
local count = 0

function init(args)
    kind, path, users, run = args[1], args[2], tonumber(args[3]), args[4]
    math.randomseed(4711)
    wrk.headers["Content-Type"] = "application/json"
end

function request()
    if kind == "list" then
        return wrk.format("GET", path .. "?limit=100")
    elseif kind == "get" then
        return wrk.format("GET", path .. "/" .. math.random(1, users))
    end
    count = count + 1
    local body = string.format(
        '{"email": "new%d.%s@example.org", "name": "New user %d", "age": %d}', count, run, count, count % 90)
    return wrk.format("POST", path, nil, body)
end

-- One line: requests, microseconds, bytes, answers that are errors, broken connections, and the mean, the
-- median and the 99th percentile of the microseconds that a request took.
function done(summary, latency, requests)
    local errors = summary.errors
    print(string.format(
        "RESULT %d %d %d %d %d %.0f %.0f %.0f", summary.requests, summary.duration, summary.bytes,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        latency.mean, latency:percentile(50), latency:percentile(99)))
end
