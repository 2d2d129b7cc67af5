import { isObject, listIn, objectIn, type JsonObject } from '../json-value.js';

/**
 * The lifetime of cache writes as the request asked for it, where all its cache points agree; `null` where they differ or
 * there are none. A point without a lifetime means 5 minutes. Native requests mark blocks with `cache_control`, Converse
 * puts `cachePoint` blocks between them.
 */
export function requestedCacheTtl(request: unknown): '5m' | '1h' | null {
  if (!isObject(request)) return null;
  const lifetimes = new Set<unknown>();
  for (const block of cacheableBlocks(request)) {
    const point = objectIn(block, 'cache_control') ?? objectIn(block, 'cachePoint');
    if (point !== null) lifetimes.add(point['ttl'] ?? '5m');
  }
  if (lifetimes.size !== 1) return null;
  return lifetimes.has('1h') ? '1h' : lifetimes.has('5m') ? '5m' : null;
}

/** Everything that may carry a cache point, to the fixed depth at which the APIs allow one. */
function* cacheableBlocks(request: JsonObject): Generator<JsonObject> {
  yield request;
  yield* listIn(request, 'system').filter(isObject);
  yield* listIn(request, 'tools').filter(isObject);
  yield* listIn(objectIn(request, 'toolConfig'), 'tools').filter(isObject);
  for (const message of listIn(request, 'messages')) {
    if (!isObject(message)) continue;
    for (const block of listIn(message, 'content')) {
      if (!isObject(block)) continue;
      yield block;
      yield* listIn(block, 'content').filter(isObject);
    }
  }
}
