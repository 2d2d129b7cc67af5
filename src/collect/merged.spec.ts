import { describe, expect, it } from 'vitest';
import { merged } from './merged.js';

async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

async function take<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of items) taken.push(item);
  return taken;
}

describe('merged', () => {
  it('gives every item of every iterable, each in the order of its own', async () => {
    const taken = await take<string>(
      merged(each([each(['a1', 'a2', 'a3']), each<string>([]), each(['b1', 'b2']), each(['c1'])]), 2),
    );
    expect(taken.toSorted()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'c1']);
    expect(taken.filter((item) => item.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
  });

  it('has no more of them open than it may, and reads none ahead of its taker by more than an item', async () => {
    let open = 0;
    let most = 0;
    let made = 0;
    async function* counted(): AsyncGenerator<number> {
      most = Math.max(most, (open += 1));
      for (let item = 0; item < 5; item += 1) {
        made += 1;
        yield item;
      }
      open -= 1;
    }
    let taken = 0;
    for await (const _ of merged(each(Array.from({ length: 10 }, counted)), 3)) {
      taken += 1;
      expect(made - taken).toBeLessThanOrEqual(3);
    }
    expect(taken).toBe(50);
    expect(most).toBe(3);
  });

  it('throws what one of them throws, and closes the others', async () => {
    let closed = false;
    async function* long(): AsyncGenerator<number> {
      try {
        for (let item = 0; item < 1_000; item += 1) yield item;
      } finally {
        closed = true;
      }
    }
    const failing: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('object lost')) }),
    };
    await expect(take(merged(each([long(), failing]), 2))).rejects.toThrow('object lost');
    await Promise.resolve();
    expect(closed).toBe(true);
  });
});
