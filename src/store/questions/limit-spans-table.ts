import type { LimitSpan } from '../../usage/limit-spans.js';

/** The table `span (account_id, name, since, until)` of limits that were in force, of four bound columns. */
export function limitSpansTable([accounts, names, since, until]: readonly [string, string, string, string]): string {
  return `unnest(${accounts}::text[], ${names}::text[], ${since}::timestamptz[], ${until}::timestamptz[])
            as span (account_id, name, since, until)`;
}

/** What is bound for it. */
export function columnsOfSpans(
  spans: readonly LimitSpan[],
): [accounts: string[], names: string[], since: Date[], until: (Date | null)[]] {
  return [
    spans.map(({ accountId }) => accountId),
    spans.map(({ name }) => name),
    spans.map(({ from }) => new Date(from)),
    spans.map(({ to }) => (to === null ? null : new Date(to))),
  ];
}

/** That an hour of a deployment is one of the span's. */
export function inLimitSpan(account: string, deployment: string, hour: string): string {
  return `(span.account_id, span.name) = (${account}, ${deployment})
                       and ${hour} >= span.since
                       and (span.until is null or ${hour} < span.until)`;
}
