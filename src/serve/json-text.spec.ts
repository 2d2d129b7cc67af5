import { describe, expect, it } from 'vitest';
import { isDeeperThan, refusePrototypes } from './json-text.js';

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

describe('JSON from outside', () => {
  it.each(['{"__proto__":{"admin":true}}', '{"a":[{"constructor":1}]}', '{"prototype":{}}', '{"\\u005f_proto__":1}'])(
    '%s is refused',
    (text) => {
      expect(() => JSON.parse(text, refusePrototypes)).toThrow('not a field');
    },
  );

  it('is left as it is otherwise', () => {
    const text = '{"a":["__proto__",{"b":null}],"c":1.5}';
    expect(JSON.stringify(JSON.parse(text, refusePrototypes))).toBe(text);
  });

  it.each([
    [0, false],
    [20, false],
    [21, true],
    [40_000, true],
  ])('of %d levels is too deep: %s', (levels, deep) => {
    expect(isDeeperThan(20, levels === 0 ? 'text' : nested(levels))).toBe(deep);
  });
});
