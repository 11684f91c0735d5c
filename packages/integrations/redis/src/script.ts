import { createHash } from "node:crypto";

/**
 * The leaky bucket of one portal, as a hash that only this script touches. Redis runs scripts one at a time, and the
 * time is Redis' own, so that workers need not agree about anything.
 *
 * Everything is measured in requests. `leaked` is how many could have left so far; it stands for the time, and goes
 * slower when the portal objects. `top` is what was let through: the bucket holds `top - leaked`. `tail` is the end of
 * the line: whoever comes takes the place after it, and may go once no more than `burst` are left before that place
 * leaks out. A place is given back by moving the tail; since that can make two of them meet, `top` has the last word,
 * and nothing gets by that has no room in the bucket.
 *
 * Commands: `take` a place, ask whether it is its `turn`, `leave` without having gone, tell that the portal `objected`,
 * and `look`, which only shows that Redis can do all this. The first two answer with the milliseconds to wait (0: go) and
 * a ticket for the next question.
 */
export const SCRIPT = `
local key = KEYS[1]
local command, burst, rate, ticket = ARGV[1], tonumber(ARGV[2]), ARGV[3] / 1000, ARGV[4]
local SLOWEST, RECOVERY_MS, SAME_OBJECTION_MS = 1 / 16, 30000, 1000

local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000

-- A bucket that has expired or was lost begins anew, and the tickets of its former life mean nothing in this one.
local life, at, leaked, top, tail, share, objected = time[1] .. '.' .. time[2], now, 0, 0, 0, 1, 0
local kept = redis.call('HMGET', key, 'life', 'at', 'leaked', 'top', 'tail', 'share', 'objected')
if kept[1] then
  life, at, leaked, top = kept[1], tonumber(kept[2]), tonumber(kept[3]), tonumber(kept[4])
  tail, share, objected = tonumber(kept[5]), tonumber(kept[6]), math.min(tonumber(kept[7]), now)
end

local function leak(untilTime)
  leaked = leaked + math.max(0, untilTime - at) * rate * share
  at = untilTime
end
while share < 1 and now - objected >= RECOVERY_MS do
  objected = objected + RECOVERY_MS
  leak(objected)
  share = share * 2
end
leak(now)

-- A millionth for what adding up fractions loses.
local function ask(place)
  top = math.max(top, leaked)
  local missing = math.max(place, top + 1) - burst - leaked
  if missing > 1e-6 then
    return { math.ceil(missing / (rate * share)), string.format('%s waits %.17g', life, place) }
  end
  top = top + 1
  return { 0, string.format('%s went %.17g', life, leaked + 1) }
end

local function take()
  tail = math.max(tail, top, leaked) + 1
  return ask(tail)
end

local ofLife, state, place = string.match(ticket, '^(%S+) (%S+) (%S+)$')
local known = ofLife == life
local answer = false
if command == 'take' then
  answer = take()
elseif command == 'turn' then
  answer = known and ask(tonumber(place)) or take()
elseif command == 'leave' and known then
  -- What has leaked out meanwhile cannot be given back.
  local back = math.max(0, math.min(1, place - leaked))
  tail = tail - back
  if state == 'went' then top = top - back end
elseif command == 'objected' then
  -- The bucket is full: turning back what leaked makes all who wait, wait longer, and keeps their order.
  top = math.max(top, leaked)
  leaked = math.min(leaked, top - burst)
  if now - objected >= SAME_OBJECTION_MS then
    share = math.max(SLOWEST, share / 2)
    objected = now
  end
end

redis.call('HSET', key, 'life', life, 'at', at, 'leaked', leaked, 'top', top, 'tail', tail,
  'share', share, 'objected', objected)
local empty = (math.max(top, tail) - leaked) / (rate * share)
local recovered = share < 1 and objected + RECOVERY_MS * math.log(1 / share) / math.log(2) - now or 0
redis.call('PEXPIRE', key, math.ceil(math.max(empty, recovered)) + 1)
return answer
`;

/** The name that Redis gives the script. */
export const SHA = createHash("sha1").update(SCRIPT).digest("hex");
