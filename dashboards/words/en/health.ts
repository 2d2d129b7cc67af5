import { counted } from '../plural.js';

interface Replayed {
  readonly replayed: number;
  readonly becameEvents: number;
  readonly ignored: number;
  readonly stillRejected: number;
}

export const health = {
  states: {
    ok: 'OK',
    'collecting-history': 'Collecting',
    late: 'Late',
    failing: 'Failing',
    'never-ran': 'Not yet run',
  },
  verdict: {
    allWell: (count: number) =>
      `${count === 1 ? 'The one source is' : `All ${String(count)} sources are`} collecting and complete`,
    collecting: (busy: number, all: number) =>
      busy === all
        ? `Collecting history from ${counted(all, 'source')}`
        : `${String(busy)} of ${counted(all, 'source')} still collecting history`,
    late: (late: number, all: number) =>
      `${String(late)} of ${counted(all, 'source')} ${late === 1 ? 'is' : 'are'} late`,
    failing: (failing: number, all: number) => `${String(failing)} of ${counted(all, 'source')} cannot be read`,
    waiting: (waiting: number, all: number) =>
      `${String(waiting)} of ${counted(all, 'source')} ${waiting === 1 ? 'has' : 'have'} not been read yet`,
    upTo: (time: string) => `Everything before ${time} has been read, from every source.`,
    readUpTo: (time: string) => `Read up to ${time}, the newest days first; some earlier stretches are still missing.`,
    notUpTo: 'There is no moment yet up to which every source has been read.',
    history: (done: number, all: number, from: string) =>
      `History is read back to ${from}: ${String(done)} of ${counted(all, 'source day')}.`,
    historyDone: (days: number) => `The whole history of ${counted(days, 'day')} has been read.`,
    act: 'Act',
    watch: 'Watch',
    ok: 'OK',
    working: 'Working',
  },
  progress: {
    title: 'History',
    of: (done: number, all: number) => `${String(done)} of ${counted(all, 'day')}`,
    left: (duration: string) => `about ${duration} left`,
    unknown: 'no estimate yet',
    done: 'complete',
    order: 'The newest day is read first, so recent figures are right soonest.',
  },
  coverage: {
    title: 'Coverage: what has been read',
    note: (range: string) => `${range}, by day`,
    complete: 'read',
    partial: 'partly read',
    missing: 'not read',
    running: 'still arriving',
    future: 'not yet',
    days: (count: number) => counted(count, 'day'),
    cell: (source: string, day: string, share: string, requests: string) =>
      `${source}, ${day}: ${share} of the day read, ${requests}`,
    foot: 'The height of a cell is the share of the day that has been read from the log. Whether the cloud logged every call is not measured here.',
    asTable: 'As a table',
    asCalendar: 'As a calendar',
    read: 'Read',
  },
  gaps: {
    title: 'Not read yet',
    note: (count: number) => counted(count, 'stretch', 'stretches'),
    more: (count: number) => `and ${String(count)} more`,
    length: (duration: string) => `${duration} long`,
  },
  sources: {
    title: 'Sources',
    note: (count: number) => `${counted(count, 'source')} · records of the last 24 hours`,
    source: 'Source',
    state: 'State',
    readFrom: 'Read from',
    lastRun: 'Last run',
    nextRun: 'Next run',
    lag: 'Behind',
    read: 'Read',
    new: 'New',
    duplicate: 'Known already',
    ignored: 'Ignored',
    rejected: 'Rejected',
    running: 'running',
    never: 'never',
    open: (source: string) => `Runs of ${source}`,
    runs: 'Last runs',
    began: 'Began',
    took: 'Took',
    window: 'Window',
    purpose: 'Why',
    result: 'Result',
    pages: 'Pages',
    schedule: 'Schedule',
    lastSuccess: 'Last success',
    lastError: 'Last error',
    kinds: { 'bedrock-cloudwatch': 'CloudWatch Logs', 'bedrock-s3': 'S3', file: 'Files' },
  },
  quarantine: {
    title: 'Quarantine',
    unit: 'records kept as they came',
    lead: 'They could not be read, and are in no total. Their contents are not shown here.',
    none: 'Empty. Every record could be read.',
    reason: 'Reason',
    source: 'Source',
    count: 'Records',
    latest: 'Latest',
    detail: 'What was found',
    seen: 'First seen',
    size: 'Size',
    replay: 'Read again',
    replaying: 'Reading',
    replayFailed: 'They were not read again.',
    replayed: ({ replayed, becameEvents, ignored, stillRejected }: Replayed) =>
      replayed === 0
        ? 'There was nothing to read again.'
        : `${counted(replayed, 'record')} read again: ${String(becameEvents)} became calls, ${String(ignored)} are no calls, ${String(stillRejected)} stay.`,
  },
  drift: {
    title: 'New in the logs',
    note: (count: number) => counted(count, 'finding'),
    lead: 'What this version was not written for. The calls themselves are counted; what is new in them is not used.',
    name: 'Found',
    meaning: 'What it means',
    source: 'Source',
    sources: (count: number) => counted(count, 'source'),
    seen: 'Seen',
    example: 'An example',
    span: (from: string, to: string) => (from === to ? from : `${from} – ${to}`),
    acknowledge: 'Seen it',
    acknowledgeOne: (name: string) => `Seen it: ${name}`,
    failed: 'It was not noted.',
  },
  unlogged: {
    title: 'Metered and not logged',
    note: (amount: string, tokens: string) => `${amount} at list price, ${tokens} tokens`,
    lead: 'What the clouds’ own meters counted and no log tells of. It stands beside the figures and is in none of them.',
    place: 'Place',
    model: 'Model',
    cause: 'Likely cause',
    logged: 'Calls logged',
    tokens: 'Tokens',
    cost: 'List cost',
    notKnown: 'not known',
    causes: {
      notCollectedYet: 'Not collected yet',
      late: 'May still arrive',
      notLoggedAtThisEndpoint: 'Not logged at this endpoint',
      loggingOff: 'Logging is off',
      sampled: 'Sampled',
      notRecorded: 'Single calls not recorded',
    },
    more: (count: number) => `${counted(count, 'more row')} with less; the API has them all, by hour too.`,
    foot: 'Metered less logged, by hour; calls at the edge of an hour are balanced within the UTC day. Prices are those of short prompts.',
  },
  delay: {
    title: 'Delay',
    slowest: 'Furthest behind',
    upTo: 'Read up to',
    pages: 'Pages read in 24 hours',
    bytes: 'Bytes read in 24 hours',
    records: 'Records read in 24 hours',
  },
};
