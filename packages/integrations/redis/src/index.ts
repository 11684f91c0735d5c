/**
 * One request allowance of a Bitrix24 portal for many workers, kept in Redis.
 *
 * @packageDocumentation
 */
export type { RedisClient, ScriptArguments } from "./bucket.ts";
export { redisLimiter } from "./limiter.ts";
export type { RedisLimiterOptions } from "./options.ts";
