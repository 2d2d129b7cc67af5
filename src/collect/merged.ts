/**
 * The items of many iterables as they come, at most `atOnce` of them open at a time. Each is asked for its next item as
 * soon as its last one is taken, so that as many items wait as are open, and no more.
 */
export async function* merged<Item>(
  iterables: AsyncIterable<AsyncIterable<Item>>,
  atOnce: number,
): AsyncGenerator<Item> {
  const unopened = iterables[Symbol.asyncIterator]();
  const open = new Map<AsyncIterator<Item>, Promise<Step<Item>>>();
  let isMore = true;
  try {
    for (;;) {
      while (isMore && open.size < atOnce) {
        const next = await unopened.next();
        if (next.done === true) isMore = false;
        else ask(open, next.value[Symbol.asyncIterator]());
      }
      if (open.size === 0) return;
      const { iterator, result } = await Promise.race(open.values());
      open.delete(iterator);
      if (result.done === true) continue;
      // At the end of the line: one that always has an item ready must not keep the others waiting.
      ask(open, iterator);
      yield result.value;
    }
  } finally {
    // Not waited for: one that is stuck in a request ends with the signal of whoever opened it.
    for (const iterator of open.keys()) iterator.return?.()?.catch(() => {});
    unopened.return?.()?.catch(() => {});
  }
}

interface Step<Item> {
  readonly iterator: AsyncIterator<Item>;
  readonly result: IteratorResult<Item>;
}

function ask<Item>(open: Map<AsyncIterator<Item>, Promise<Step<Item>>>, iterator: AsyncIterator<Item>): void {
  const step = iterator.next().then((result) => ({ iterator, result }));
  // A failure is seen when its turn comes; until then it must not count as unhandled.
  step.catch(() => {});
  open.set(iterator, step);
}
