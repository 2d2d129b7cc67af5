/** The answers for items, in the items' order, with at most `atOnce` of them under way. */
export async function* inOrder<Item, Answer>(
  items: readonly Item[],
  answer: (item: Item, index: number) => Promise<Answer> | Answer,
  atOnce: number,
): AsyncGenerator<Answer> {
  const underWay: Promise<Answer>[] = [];
  for (const [index, item] of items.entries()) {
    const next = Promise.resolve(answer(item, index));
    // A failure is seen when its turn comes; until then it must not count as unhandled.
    next.catch(() => {});
    underWay.push(next);
    const first = underWay.length < atOnce ? undefined : underWay.shift();
    if (first !== undefined) yield await first;
  }
  for (const next of underWay) yield await next;
}
