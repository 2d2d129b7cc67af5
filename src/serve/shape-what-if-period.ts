import { UNPRICED_WORDS } from '../price/rules.js';
import type { PriceBook } from '../price/rates.js';
import { imagineSum, type ImaginedSum, OTHER_BOOK_WORDS } from '../price/what-if-period.js';
import { WHAT_IF_CAVEATS, type WhatIf } from '../price/what-if.js';
import type { PricedSeries } from '../store/questions/priced-series.js';
import type { Labelled, LabelledUsage } from '../store/questions/usage-by-label.js';
import { formatUsd } from '../usage/money.js';
import { UNPRICED_REASONS, type UnpricedReason } from '../usage/priced.js';
import type { PeriodWhatIfAnswer } from './answers/what-if-period.js';
import { tokensByClass } from './by-class.js';
import { byBucketAndGroup } from './rows-of-groups.js';
import { costUsdOf, sumPrices } from './shape-usage.js';

/** Calls that are imagined alike: series that prices do not tell apart, from one change of prices to the next. */
export interface WhatIfLabel {
  readonly series: PricedSeries;
  readonly at: number;
}

/** The label of a series from an instant on. Accounts, most regions and names of profiles change no price. */
export function whatIfLabel(series: PricedSeries, at: number): Labelled<WhatIfLabel> {
  const { cloud, region, modelId, model, vendor, endpointScope, basis, unpricedReason } = series;
  // Both tell GovCloud; the id tells what an endpoint may be that is not known.
  const place = region.startsWith('us-gov-') ? region : '';
  const id = endpointScope === 'unknown' || modelId.includes('us-gov.') ? modelId : '';
  return {
    key: JSON.stringify([at, cloud, place, id, model, vendor, endpointScope, basis, unpricedReason]),
    label: { series, at },
  };
}

export type WhatIfUsage = LabelledUsage<WhatIfLabel>;

/** Each group as it was and as it would have been, the dearest first; `totals` is their sum. */
export function shapePeriodWhatIf(
  usage: readonly WhatIfUsage[],
  change: WhatIf,
  book: PriceBook,
): Pick<PeriodWhatIfAnswer, 'totals' | 'rows'> {
  const imagined = usage.map((part) => ({ ...part, imagined: imaginePart(part, change, book) }));
  return {
    totals: shapeFigures(imagined),
    rows: byBucketAndGroup(imagined, ({ costPico }) => costPico).map(({ group, parts }) => ({
      group,
      ...shapeFigures(parts),
    })),
  };
}

type ImaginedUsage = WhatIfUsage & { readonly imagined: ImaginedSum };

function imaginePart({ label: { series, at }, sums }: WhatIfUsage, change: WhatIf, book: PriceBook): ImaginedSum {
  const { basis, unpricedReason } = series;
  if (basis === null) {
    const reason = UNPRICED_REASONS.find((one) => one === unpricedReason) ?? 'modelUnknown';
    return { requests: 0, pico: 0n, caveats: [], without: [{ reason, requests: sums.requests }] };
  }
  return imagineSum(
    {
      series: { ...series, basis },
      at,
      requests: sums.requests,
      unknownTokenRequests: sums.unknownTokenRequests,
      tokens: tokensByClass(sums),
      webSearchRequests: sums.webSearchRequests,
    },
    change,
    book,
  );
}

function shapeFigures(usage: readonly ImaginedUsage[]): PeriodWhatIfAnswer['totals'] {
  const sums = sumPrices(usage);
  const compared = usage.filter(({ imagined }) => imagined.requests > 0);
  const comparedPico = compared.reduce((sum, part) => sum + part.sums.costPico, 0n);
  const imaginedPico = compared.reduce((sum, { imagined }) => sum + imagined.pico, 0n);
  const imaginedRequests = compared.reduce((sum, { imagined }) => sum + imagined.requests, 0);
  const without = requestsBy(
    usage.flatMap(({ imagined }) => imagined.without.map((one) => [one.reason, one.requests])),
  );
  // Where nothing can be imagined, there is nothing to compare.
  const known = (pico: bigint) => (imaginedRequests === 0 && sums.requests > 0 ? null : formatUsd(pico));
  return {
    requests: sums.requests,
    costUsd: costUsdOf(sums),
    imaginedRequests,
    comparedCostUsd: known(comparedPico),
    imaginedCostUsd: known(imaginedPico),
    differenceUsd: known(imaginedPico - comparedPico),
    notImagined: [...without].map(([reason, requests]) => ({ reason, words: UNPRICED_WORDS[reason], requests })),
    notImaginedRequests: [...without].reduce(
      (sum, [reason, requests]) => (reason === 'outsideClaude' ? sum : sum + requests),
      0,
    ),
    caveats: [...requestsBy(compared.flatMap(caveatsOf))].map(([caveat, requests]) => ({
      caveat,
      words: caveat === 'otherBook' ? OTHER_BOOK_WORDS : WHAT_IF_CAVEATS[caveat],
      requests,
    })),
  };
}

type Caveat = ImaginedSum['caveats'][number];

function caveatsOf({ imagined: { caveats, requests } }: ImaginedUsage): (readonly [Caveat, number])[] {
  return caveats.map((caveat) => [caveat, requests]);
}

/** Requests by what is said of them, the most first. */
function requestsBy<Word extends Caveat | UnpricedReason>(
  said: readonly (readonly [Word, number])[],
): Map<Word, number> {
  const requests = new Map<Word, number>();
  for (const [word, count] of said) requests.set(word, (requests.get(word) ?? 0) + count);
  return new Map([...requests].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}
