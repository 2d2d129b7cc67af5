import { MODEL_CATALOGUE } from '../normalise/model-catalogue.js';
import { CLOUDS, type Cloud, type EndpointScope } from '../usage/cloud.js';
import { formatUsd } from '../usage/money.js';
import type { PriceableUsage } from '../usage/priced.js';
import { TOKEN_CLASSES, type TokenClass } from '../usage/tokens.js';
import { offered, type Offered } from './availability.js';
import { price } from './price.js';
import { isPremiumRule, premiumTenths } from './rules.js';
import { inForce, type PriceBook } from './rates.js';

/** What a million tokens of each class cost at one place on one day, everything included. */
export interface PriceTableRow {
  readonly model: string;
  readonly cloud: Cloud;
  readonly endpoint: string;
  readonly calls: 'standard' | 'long prompt' | 'fast';
  readonly usdPerMillion: Readonly<Record<TokenClass, string>>;
  /** What of the rates is premium: `+10 %`, or empty. */
  readonly premium: string;
  /** Whether documents say that the model can be called there on that day; it is priced all the same. */
  readonly offered: Offered;
}

interface Endpoint {
  readonly cloud: Cloud;
  readonly words: string;
  readonly endpointScope: EndpointScope;
  readonly region: string;
  readonly inferenceGeo: string | null;
  /** In the words of the availability table. */
  readonly scopes: readonly string[];
}

const GEOGRAPHIES = ['us', 'eu', 'apac', 'jp', 'au', 'in'];

const ENDPOINTS: readonly Endpoint[] = [
  at('bedrock', 'global', 'global', ['global']),
  at('bedrock', 'geography', 'geo', GEOGRAPHIES),
  at('bedrock', 'region', 'region', ['region']),
  { ...at('bedrock', 'GovCloud', 'region', ['us-gov']), region: 'us-gov-west-1' },
  at('vertex', 'global', 'global', ['global']),
  at('vertex', 'multi-region', 'multi-region', ['us', 'eu']),
  at('vertex', 'region', 'region', ['region']),
  at('foundry', 'Global Standard', 'global', ['global']),
  at('foundry', 'US Data Zone', 'data-zone', ['data-zone']),
  at('anthropic', 'global', 'global', ['global']),
  { ...at('anthropic', 'inference_geo us', 'global', ['us']), inferenceGeo: 'us' },
];

function at(cloud: Cloud, words: string, endpointScope: EndpointScope, scopes: readonly string[]): Endpoint {
  return { cloud, words, endpointScope, scopes, region: '', inferenceGeo: null };
}

/** Every price of the book on a UTC day (`YYYY-MM-DD`): what `price` makes of a million tokens, not what it was made from. */
export function priceTable(book: PriceBook, day: string): PriceTableRow[] {
  return MODEL_CATALOGUE.flatMap(({ model }) =>
    CLOUDS.flatMap((cloud) =>
      ENDPOINTS.filter((endpoint) => endpoint.cloud === cloud).flatMap((endpoint) =>
        (['standard', 'long prompt', 'fast'] as const).flatMap(
          (calls) => rowOf(book, day, model, endpoint, calls) ?? [],
        ),
      ),
    ),
  );
}

function rowOf(
  book: PriceBook,
  day: string,
  model: string,
  { cloud, words, endpointScope, region, inferenceGeo, scopes }: Endpoint,
  calls: PriceTableRow['calls'],
): PriceTableRow | null {
  const occurredAt = `${day}T00:00:00.000Z`;
  const threshold = inForce(book.models.get(model)?.longContext ?? [], occurredAt)?.overTokens;
  if (calls === 'long prompt' && threshold === undefined) return null;
  const call: PriceableUsage = {
    cloud,
    region,
    modelId: '',
    model,
    vendor: 'anthropic',
    endpointScope,
    occurredAt,
    speed: calls === 'fast' ? 'fast' : 'standard',
    batch: false,
    inferenceGeo,
    tokens: { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
    webSearchRequests: 0,
  };
  // A long prompt of cache reads, for it is the cheapest; a class is what it adds.
  const base = calls === 'long prompt' ? (threshold ?? 0) + 1 : 0;
  const costOf = (tokenClass: TokenClass | null) => {
    const answer = price(
      {
        ...call,
        tokens: { ...call.tokens, cacheRead: base, ...(tokenClass === null ? {} : tokensOf(tokenClass, base)) },
      },
      book,
    );
    return 'priced' in answer ? answer.priced : null;
  };
  const before = costOf(null);
  const tierIsMeant = before !== null && (calls !== 'fast' || before.basis.tier === 'fast');
  if (!tierIsMeant) return null;
  const usdPerMillion = { input: '', cacheRead: '', cacheWrite5m: '', cacheWrite1h: '', output: '' };
  for (const tokenClass of TOKEN_CLASSES) {
    const total = costOf(tokenClass)?.total ?? 0n;
    // A thousand tokens stay under every threshold.
    usdPerMillion[tokenClass] = formatUsd((total - before.total) * 1_000n);
  }
  const rule = before.basis.rules.find(isPremiumRule);
  const premium = rule === undefined ? '' : `+${premiumTenths(rule, book.govCloudTenths)}0 %`;
  return { model, cloud, endpoint: words, calls, usdPerMillion, premium, offered: bestOf(model, cloud, scopes, day) };
}

function tokensOf(tokenClass: TokenClass, base: number): Partial<Record<TokenClass, number>> {
  return { [tokenClass]: (tokenClass === 'cacheRead' ? base : 0) + 1000 };
}

function bestOf(model: string, cloud: Cloud, scopes: readonly string[], day: string): Offered {
  const answers = new Set(scopes.map((scope) => offered(model, cloud, scope, day)));
  return answers.has('yes') ? 'yes' : answers.has('unknown') ? 'unknown' : 'no';
}

const WORDS = ['model', 'cloud', 'endpoint', 'offered', 'calls', 'premium'] as const;
const HEADINGS = [...WORDS, 'input', 'read', 'write 5 min', 'write 1 h', 'output'];
const FIRST_FIGURE = WORDS.length;

/** The table as Markdown, columns aligned, so that a change of one price is a change of few lines. */
export function priceTableMarkdown(rows: readonly PriceTableRow[]): string {
  const cells = rows.map((row) => [
    ...WORDS.map((word) => row[word]),
    ...TOKEN_CLASSES.map((tokenClass) => row.usdPerMillion[tokenClass]),
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column < FIRST_FIGURE ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) => (column < FIRST_FIGURE ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(HEADINGS), line(rule), ...cells.map(line)].join('\n');
}
