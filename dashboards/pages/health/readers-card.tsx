import { useQuery } from '@tanstack/react-query';
import type { Reader } from '../../api/generated/types.gen.js';
import { readersQuery } from '../../api/collected-queries.js';
import { Answered } from '../../components/answered.js';
import { StateWord } from '../../components/state-word.js';
import { TableCard } from '../../components/table-card.js';
import type { ColumnOf } from '../../components/table-line.js';
import { labelOfValue, nameOfAccount } from '../../figures/labels.js';
import { standingOfReader, TONE_OF_READER, worstReadersFirst } from '../../figures/readers.js';
import { formatMoment } from '../../format/date.js';
import { words } from '../../words/words.js';

const w = words.health.readers;
const { none } = words.figures;
const MOST = 12;

function columnsIn(timeZone: string): readonly ColumnOf<Reader>[] {
  const moment = (at: string | null) =>
    at === null ? none : <span className="whitespace-nowrap">{formatMoment(at, timeZone)}</span>;
  return [
    {
      title: w.reader,
      cell: ({ sourceId, accountId, region }) => (
        <>
          <span className="strong">{sourceId}</span>
          {accountId !== null && (
            <span className="small faint block" title={accountId}>
              {[nameOfAccount(accountId), region].filter(Boolean).join(', ')}
            </span>
          )}
        </>
      ),
      text: ({ sourceId }) => sourceId,
    },
    {
      title: w.kind,
      cell: ({ cloud, kind }) => (
        <>
          {w.kinds[kind]}
          <span className="small faint block">{labelOfValue('cloud', cloud)}</span>
        </>
      ),
      text: ({ cloud, kind }) => `${labelOfValue('cloud', cloud)}, ${w.kinds[kind]}`,
    },
    {
      title: w.state,
      cell: (reader) => (
        <>
          <StateWord tone={TONE_OF_READER[standingOfReader(reader)]}>{w.states[standingOfReader(reader)]}</StateWord>
          {reader.words !== null && <span className="small quiet block max-w-xl">{reader.words}</span>}
          {reader.missing.length > 0 && <span className="small quiet block">{w.missing(reader.missing.length)}</span>}
        </>
      ),
      text: (reader) => [w.states[standingOfReader(reader)], reader.words ?? ''].filter(Boolean).join(': '),
    },
    { title: w.from, isNumber: true, cell: ({ from }) => moment(from), text: ({ from }) => from ?? '' },
    { title: w.to, isNumber: true, cell: ({ to }) => moment(to), text: ({ to }) => to ?? '' },
    {
      title: w.lastSuccess,
      isNumber: true,
      cell: ({ lastSuccessAt }) => (lastSuccessAt === null ? w.never : moment(lastSuccessAt)),
      text: ({ lastSuccessAt }) => lastSuccessAt ?? '',
    },
  ];
}

/** At what point the readers are of what clouds tell beside their logs. */
export function ReadersCard({ timeZone }: { timeZone: string }) {
  const answer = useQuery(readersQuery());
  return (
    <Answered title={w.title} query={answer} none={({ readers }) => (readers.length === 0 ? w.none : null)}>
      {({ readers }) => (
        <TableCard
          title={w.title}
          note={w.note(readers.length)}
          lead={w.lead}
          file="readers"
          limits={{ [words.costs.csv.zone]: timeZone }}
          columns={columnsIn(timeZone)}
          rows={worstReadersFirst(readers)}
          most={MOST}
          keyOf={({ kind, sourceId }) => `${kind} ${sourceId}`}
        />
      )}
    </Answered>
  );
}
