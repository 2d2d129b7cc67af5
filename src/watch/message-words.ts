import type { Message, News, NewsItem } from '../usage/alert.js';

/** Items that are written out; more are counted. A message about a hundred regions is still read. */
export const WRITTEN_OUT = 20;

/** What a person reads first: one alert by its name, several by their number. */
export function headlineOf({ items }: Message): string {
  const [first] = items;
  if (first === undefined) return 'Ledgerline: nothing to tell';
  if (items.length === 1) return `Ledgerline ${first.state}: ${nameOf(first)} ${NEWS_WORDS[first.news]}`;
  const counts = new Map<string, number>();
  for (const { state } of items) counts.set(state, (counts.get(state) ?? 0) + 1);
  return `Ledgerline: ${items.length} alerts (${[...counts].map(([state, count]) => `${count} ${state}`).join(', ')})`;
}

/** `retention of bedrock/111122223333/us-east-1`. */
export function nameOf({ check, subject }: Pick<NewsItem, 'check' | 'subject'>): string {
  return `${check} of ${subject}`;
}

export const NEWS_WORDS: Readonly<Record<News, string>> = {
  opened: 'began',
  worsened: 'became worse',
  eased: 'became better',
  resolved: 'is over',
  lost: 'can no longer be told',
  reminder: 'still stands',
};

/** The message as plain text. */
export function textOf(message: Message, baseUrl: string | undefined): string {
  const written = message.items.slice(0, WRITTEN_OUT).map((item) => {
    const lines = [`${item.state} (was ${item.from}): ${nameOf(item)} ${NEWS_WORDS[item.news]}`, item.words];
    return [...lines, addressOf(item.link, baseUrl), item.at].join('\n');
  });
  const more = message.items.length - written.length;
  return [...written, ...(more > 0 ? [`and ${more} more`] : [])].join('\n\n');
}

/** Where a person looks: whole where it is known where the dashboards are, else the path alone. */
export function addressOf(link: string, baseUrl: string | undefined): string {
  return baseUrl === undefined ? link : new URL(link, baseUrl).href;
}

/** What a test sends: it says that it is one. */
export function testMessage(now: number): Message {
  return {
    items: [
      {
        alertId: '00000000-0000-4000-8000-000000000000',
        check: 'test',
        subject: 'this channel',
        news: 'opened',
        from: 'UNKNOWN',
        state: 'OK',
        at: new Date(now).toISOString(),
        words: 'A test: if you read this, the channel works. Nothing is wrong.',
        link: '/log-health',
      },
    ],
  };
}
