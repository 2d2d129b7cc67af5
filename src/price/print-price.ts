import { z } from 'zod';
import { canonicalModel } from '../normalise/model-catalogue.js';
import { MAX_COUNT } from '../normalise/json-value.js';
import { readModelId } from '../normalise/model-id.js';
import { parseInstant } from '../usage/instant.js';
import { CLOUDS, ENDPOINT_SCOPES, OUTCOMES } from '../usage/cloud.js';
import { isFlag } from '../usage/flags.js';
import { formatFemtoUsd, formatUsd } from '../usage/money.js';
import type { PriceableUsage, UnpricedReason } from '../usage/priced.js';
import { linesOf, type CostLine } from './cost-lines.js';
import { mapped, mappingOf } from './model-mapping.js';
import { price } from './price.js';
import { type Pricing, pricingOf } from './pricing.js';
import { RULES, UNBILLED_RULES } from './rules.js';
import { effectiveOf, type TermedUsage } from './terms.js';

/** What `ledgerline price` prints for one line of input. */
export type PrintedPrice =
  | (PaidPrice & {
      readonly costUsd: string;
      readonly lines: readonly CostLine[];
      readonly unpriced: null;
      /** Printed only where nothing is charged for the call itself: why not. */
      readonly notBilled?: string;
    })
  | (PaidPrice & { readonly costUsd: null; readonly lines: readonly []; readonly unpriced: UnpricedReason })
  | { readonly error: { readonly field: string; readonly message: string } };

/** Printed only where the configuration has terms. */
interface PaidPrice {
  readonly effectiveUsd?: string | null;
  readonly terms?: readonly string[];
}

const count = z.int().min(0).max(MAX_COUNT);

/** A class that is left out was not used; one that is `null` was used an unknown number of times. */
const tokenCount = count.nullable().default(0);

const usageSchema = z
  .object({
    cloud: z.enum(CLOUDS, {
      error: ({ input }) => `${input === undefined ? 'missing: ' : ''}expected one of ${CLOUDS.join(', ')}`,
    }),
    model: z.string().min(1).nullish(),
    modelId: z.string().min(1).nullish(),
    accountId: z.string().nullish(),
    region: z.string().nullish(),
    endpointScope: z.enum(ENDPOINT_SCOPES).nullish(),
    occurredAt: z.string().transform((text, context) => {
      const at = parseInstant(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
      if (at !== null) return new Date(at).toISOString();
      context.addIssue({
        code: 'custom',
        message: 'expected a day (2026-11-20) or an instant with its offset (2026-11-20T09:30:00Z)',
      });
      return z.NEVER;
    }),
    tokens: z.strictObject({
      input: tokenCount,
      cacheRead: tokenCount,
      cacheWrite5m: tokenCount,
      cacheWrite1h: tokenCount,
      output: tokenCount,
    }),
    batch: z.boolean().nullish(),
    speed: z.enum(['standard', 'fast']).nullish(),
    webSearchRequests: count.nullish(),
    inferenceGeo: z.string().nullish(),
    stopReason: z.string().nullish(),
    outcome: z.enum(OUTCOMES).nullish(),
    errorCode: z.string().nullish(),
    streamed: z.boolean().nullish(),
    flags: z
      .array(z.string())
      .transform((flags) => flags.filter(isFlag))
      .nullish(),
  })
  .refine(({ model, modelId }) => (model ?? modelId ?? null) !== null, {
    path: ['model'],
    message: 'expected a canonical model ("claude-sonnet-4-5"), or the raw modelId with its region',
  });

/** What `ledgerline normalise` prints of a record: an event, what one of several logs tells of it, or why there is none. */
const normalisedSchema = z.object({
  event: z.looseObject({}).optional(),
  sight: z.object({ event: z.looseObject({}) }).optional(),
  ignored: z.object({ reason: z.string() }).optional(),
  rejected: z.object({ reason: z.string() }).optional(),
});

/**
 * One usage object of `ledgerline price` as its cost and cost lines; why there is no cost; or which field is wrong. Fields
 * beyond those of a price are passed over, and what `ledgerline normalise` prints can be piped in.
 */
export function printPrice(input: unknown, { book, mappings, terms }: DryRunPricing = LIST_PRICES): PrintedPrice {
  const piped = normalisedSchema.safeParse(input).data;
  const refusal = piped?.ignored ?? piped?.rejected;
  if (refusal !== undefined) {
    return { error: { field: '', message: `no call to price: the record was not made into one (${refusal.reason})` } };
  }
  const parsed = usageSchema.safeParse(piped?.event ?? piped?.sight?.event ?? input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { error: { field: issue?.path.join('.') ?? '', message: issue?.message ?? 'not a usage object' } };
  }
  const usage = mappedUsage(priceable(parsed.data), mappings);
  const answer = price(usage, book);
  const effective = terms.length === 0 ? null : effectiveOf(answer, usage, terms, book);
  const paid: PaidPrice =
    terms.length === 0
      ? {}
      : {
          effectiveUsd: effective === null ? null : formatFemtoUsd(effective.femto),
          terms: effective === null ? [] : effective.terms,
        };
  if ('unpriced' in answer) return { costUsd: null, lines: [], unpriced: answer.unpriced, ...paid };
  const { priced } = answer;
  const rule = UNBILLED_RULES.find((one) => priced.basis.rules.includes(one));
  const notBilled = rule === undefined ? {} : { notBilled: RULES[rule].words };
  return {
    costUsd: formatUsd(priced.total),
    lines: linesOf(priced, usage, book),
    unpriced: null,
    ...notBilled,
    ...paid,
  };
}

type DryRunPricing = Pick<Pricing, 'book' | 'mappings' | 'terms'>;
const LIST_PRICES = pricingOf();

function mappedUsage(usage: DryRunUsage, mappings: Pricing['mappings']): DryRunUsage {
  const mapping = mappingOf(usage, mappings);
  return mapping === null ? usage : { ...usage, ...mapped(usage, mapping) };
}

type DryRunUsage = PriceableUsage & TermedUsage;

/** The model by its canonical id, or taken with the scope from the raw id; what is said outright goes before what an id tells. */
function priceable(given: z.output<typeof usageSchema>): DryRunUsage {
  const region = given.region ?? '';
  const named = given.modelId ?? given.model ?? '';
  const reference = readModelId(given.cloud, named, region);
  const byModel = given.model != null;
  return {
    cloud: given.cloud,
    accountId: given.accountId ?? '',
    region,
    modelId: named,
    model: byModel ? canonicalOnly(given.model) : reference.model,
    vendor: byModel ? 'anthropic' : reference.vendor,
    endpointScope: given.endpointScope ?? (byModel && given.modelId == null ? 'unknown' : reference.endpointScope),
    occurredAt: given.occurredAt,
    speed: given.speed ?? (reference.fast ? 'fast' : 'standard'),
    batch: given.batch ?? false,
    inferenceGeo: given.inferenceGeo ?? null,
    stopReason: given.stopReason ?? null,
    tokens: given.tokens,
    webSearchRequests: given.webSearchRequests ?? 0,
    outcome: given.outcome ?? 'ok',
    errorCode: given.errorCode ?? null,
    streamed: given.streamed ?? true,
    flags: given.flags ?? [],
  };
}

function canonicalOnly(model: string | null | undefined): string | null {
  return model != null && canonicalModel(model) === model ? model : null;
}
