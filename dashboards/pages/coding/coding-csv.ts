import type { CodingSession, CodingSessionsAnswer } from '../../api/generated/types.gen.js';
import { modelName, modelsOf, regionsOf, restOf, sumsOf, type CodingSums } from '../../figures/coding.js';
import { labelOfValue } from '../../figures/labels.js';
import { usdField } from '../../format/csv.js';
import { words } from '../../words/words.js';

const w = words.coding;

interface CsvHead {
  readonly range: string;
  readonly timeZone: string;
  readonly filters: string;
  readonly answer: Pick<CodingSessionsAnswer, 'completeUpTo' | 'priceBook' | 'totals' | 'withoutSession' | 'sessions'>;
}

/** The table as it stands with all its digits, the total first; sessions that are not shown are one line. */
export function codingCsv({ range, timeZone, filters, answer }: CsvHead, rows: readonly CodingSession[]): string[][] {
  const { csv } = words.costs;
  const { columns } = w;
  const noSession = sumsOf(answer.withoutSession);
  const rest = restOf(sumsOf(answer.totals), [noSession, ...rows.map(sumsOf)]);
  const notShown = answer.sessions - rows.length;
  return [
    [w.csvTitle],
    [csv.range, range],
    [csv.zone, timeZone],
    [csv.bucket, answer.completeUpTo ?? words.figures.notKnown],
    [csv.book, answer.priceBook],
    [csv.filters, filters],
    [],
    [
      columns.session,
      columns.caller,
      columns.team,
      w.csv.versions,
      w.csv.main,
      w.csv.small,
      w.csv.other,
      columns.places,
      columns.first,
      columns.last,
      w.csv.beganBefore,
      w.csv.goesOn,
      w.csv.failed,
      columns.calls,
      w.csv.unpriced,
      columns.tokens,
      words.requests.columns.cost,
    ],
    sumsLine(words.figures.total, sumsOf(answer.totals)),
    ...(noSession.requests > 0 ? [sumsLine(w.noSession, noSession)] : []),
    ...rows.map(sessionLine),
    ...(notShown > 0 ? [sumsLine(w.notShown(notShown), rest)] : []),
  ];
}

/** Between the name of a row of sums and its figures. */
const BLANKS: readonly string[] = Array.from({ length: 12 }, () => '');

const sumFields = ({ requests, unpricedRequests, tokens, usd }: CodingSums) => [
  String(requests),
  String(unpricedRequests),
  String(tokens),
  usdField(usd),
];

const sumsLine = (name: string, sums: CodingSums) => [name, ...BLANKS, ...sumFields(sums)];

function sessionLine(row: CodingSession): string[] {
  const { main, small, other } = modelsOf(row);
  return [
    row.session,
    row.callers === null
      ? words.frame.masked
      : row.callers.map(({ principal, person }) => person ?? principal ?? '').join(' '),
    row.teams.map((team) => labelOfValue('team', team)).join(', '),
    row.versions.join(' '),
    main === null ? '' : modelName(main),
    small.map(modelName).join(' '),
    other.map(modelName).join(' '),
    regionsOf(row).join(' '),
    row.firstAt,
    row.lastAt,
    w.csv.told(row.beganBefore),
    w.csv.told(row.goesOn),
    String(row.failed),
    ...sumFields(sumsOf(row)),
  ];
}
