import { counted } from '../plural.js';

export const throughput = {
  title: 'Throughput, limits and latency',
  lead: 'What went through in the busiest minute of the range, on average over the hours with calls, and how close that came to the limit. Input as limits count it: uncached, and written to the cache.',
  columns: {
    name: 'Deployment or model',
    requests: 'Answered calls',
    latency: 'Took, p50',
    counts: { input: 'Input tokens/min', output: 'Output tokens/min', requests: 'Requests/min' },
    limit: 'Closest limit',
    throttled: '429 by cloud · gateway',
  },
  units: { input: 'input tokens a minute', output: 'output tokens a minute', requests: 'requests a minute' },
  p95: (value: string) => `p95 ${value}`,
  average: (value: string) => `average ${value}`,
  limitOf: { input: 'of input', output: 'of output', requests: 'of requests' },
  byHour: 'by the hour',
  noLimit: 'not known',
  open: (name: string) => `Open ${name}`,
  shut: (name: string) => `Close ${name}`,
  all: (count: number) => `Show all ${String(count)}`,
  metered: (count: string) => `metered ${count}`,
  foot: "What came closest to its limit stands first. p50 and p95 are of logged calls. 429 is counted from the logs: turned away by the cloud at a limit, or by a gateway's own policy, which asks no cloud; metered is what the cloud's own meter counts.",
  footMinutes: (from: string, to: string) => `Azure's minutes have been read from ${from} to ${to}.`,
  measure: 'What is compared',
  segments: { input: 'Input', output: 'Output', requests: 'Requests' },
  chart: {
    input: 'Input tokens a minute',
    output: 'Output tokens a minute',
    requests: 'Requests a minute',
  },
  most: (value: string) => `the most ${value}`,
  bars: { hour: 'by hour', hours: (count: number) => `the busiest of ${String(count)} hours a bar` },
  minute: 'busiest minute',
  hour: 'average of the hour, where no minute is known',
  limitLine: (value: string) => `limit ${value}`,
  beyond: 'calls turned away (429)',
  bar: (when: string, value: string, isMinute: boolean) =>
    `${when}: ${value} ${isMinute ? 'in the busiest minute' : 'on average over the hour'}`,
  barThrottled: (count: number) => `, ${counted(count, 'call')} turned away`,
  chartLabel: (what: string, most: string, limit: string) =>
    `${what}, by hour. The most is ${most}. ${limit} The hours can be saved as CSV.`,
  close: (hours: number, all: number, first: string, last: string) =>
    hours === 1
      ? `The limit was close (80% or more) in 1 of ${counted(all, 'hour')} with calls: ${first}.`
      : `The limit was close (80% or more) in ${String(hours)} of ${counted(all, 'hour')} with calls, since ${first}, last ${last}.`,
  met: (hours: number) => `It was met in ${counted(hours, 'hour')}.`,
  notClose: (all: number) =>
    `The limit was never close: in none of ${counted(all, 'hour')} with calls was 80% of it used.`,
  unknownLimit: {
    foundry:
      'The limit is not known. A source `foundry-deployments` of this account reads what each deployment lets through.',
    other:
      'The limit is not known: this cloud keeps its quotas where no source of Ledgerline reads them. Look them up in the quotas of the account.',
    without: 'The deployment tells no limit of this kind.',
  },
  unknownMinutes: {
    foundry:
      'Minutes are not known here. A source `foundry-metrics` reads them for its last `minuteDays`; they count everybody, so a filter by team or person hides them.',
    some: 'Grey bars are averages of their hours, whose minutes have not been read.',
  },
  limits: {
    title: 'Limits',
    key: 'Limit',
    most: 'Lets through',
    used: 'Busiest hour, average',
    minute: 'Busiest minute',
    share: 'Share',
    at: 'When',
    per: (value: string, seconds: number) =>
      seconds === 60 ? `${value} a minute` : `${value} in ${String(seconds)} s`,
  },
  latency: {
    title: 'Latency',
    logged: (calls: string, p50: string, p95: string) =>
      `Of ${calls} logged calls: half within ${p50}, 95% within ${p95}.`,
    notLogged: 'No log tells how long single calls took, so there is no percentile.',
    lead: 'Azure tells averages of an hour, not percentiles, and not of how many calls: they cannot be averaged again.',
    metric: "Azure's metric",
    hours: 'Hours',
    lowest: 'Lowest hourly average',
    highest: 'Highest hourly average',
    least: 'Quickest call',
    most: 'Slowest call',
    metrics: {
      timeToLastByte: 'Time to last byte',
      timeToResponse: 'Time to response (written for provisioned throughput)',
      normalizedTimeToFirstToken: 'Time to first token, per token of the prompt',
    },
    ms: (value: string) => `${value} ms`,
  },
  csvTitle: 'Ledgerline throughput',
  csvHours: 'Ledgerline throughput by hour',
  csv: {
    cloud: 'Cloud',
    account: 'Account',
    region: 'Region',
    modelId: 'Model or deployment as called',
    model: 'Model',
    requests: 'Answered calls',
    p50: 'p50, ms',
    p95: 'p95, ms',
    average: (what: string) => `Average ${what}`,
    minute: (what: string) => `Busiest minute, ${what}`,
    hour: (what: string) => `Busiest hour, average ${what}`,
    limit: 'Closest limit',
    share: 'Share of it',
    byCloud: '429 by the cloud',
    byGateway: '429 by the gateway',
    metered: "429 by the cloud's meter",
    at: 'Hour (UTC)',
  },
};
