import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  cancelRun,
  DIFFERENCE_GROUPINGS,
  differencesQuery,
  isUnfinished,
  startRun,
  type DifferenceGrouping,
} from '../../api/corrections-queries.js';
import type { RerateRun } from '../../api/generated/types.gen.js';
import { CsvButton, type SavedTable } from '../../components/csv-button.js';
import { AskOnce } from '../../components/ask-once.js';
import { Refused } from '../../components/refused.js';
import { Segments } from '../../components/segments.js';
import { Skeleton } from '../../components/skeleton.js';
import { StateWord } from '../../components/state-word.js';
import { Trouble } from '../../components/trouble.js';
import { changeLine, changeLines, progressOf, rangeInWords, toneOfRun } from '../../figures/corrections.js';
import { fileName } from '../../format/csv.js';
import { formatMoment } from '../../format/date.js';
import { FEMTO_PER_PICO } from '../../format/money.js';
import { formatSignedFemtoUsd, formatWhole } from '../../format/number.js';
import { useSetSearch } from '../../view/search.js';
import { useMay } from '../../view/session.js';
import { words } from '../../words/words.js';
import { differencesCsv } from './corrections-csv.js';
import { DifferenceTable } from './difference-table.js';
import { useOrder } from './use-order.js';

const w = words.corrections;

interface RunCardProps {
  readonly run: RerateRun;
  readonly by: DifferenceGrouping;
  readonly timeZone: string;
}

/** One run: how far it is, what it changes, and what can be done about it. */
export function RunCard({ run, by, timeZone }: RunCardProps) {
  const setSearch = useSetSearch();
  const isUnderWay = isUnfinished(run);
  const mayClose = useMay('closeBooks');
  const differences = useQuery(differencesQuery(run.id, by, isUnderWay));
  const { data } = differences;
  const [refusal, setRefusal] = useState<Error | null>(null);
  const lines = data ? changeLines(data.rows, by, data.reasons) : [];
  const saved = (): SavedTable | null => {
    if (!data) return null;
    const total = changeLine(data.totals, words.figures.total);
    return {
      what: 'rerate differences',
      filters: { run: run.id, by },
      rows: lines.length,
      file: fileName(w.result.csvFile, run.id, by),
      lines: differencesCsv(run, by, lines, total),
    };
  };
  const facts = [
    rangeInWords(run),
    w.startedBy(run.startedBy, formatMoment(run.startedAt, timeZone, true)),
    run.previewId !== null && w.confirms(run.previewId),
  ].filter(Boolean);
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.run(w.kinds[run.kind], run.id)}</h2>
        <StateWord tone={toneOfRun(run)}>
          {isUnderWay && run.cancelRequested ? w.cancelling : w.states[run.state]}
        </StateWord>
        <span className="quiet small">{facts.join(' · ')}</span>
        <span className="push flex-wrap">
          <Segments
            label={w.result.by}
            value={by}
            segments={DIFFERENCE_GROUPINGS.map((value) => ({ value, label: w.result.groupings[value] }))}
            onChange={(value) => {
              setSearch({ changesBy: value }, 'replace');
            }}
          />
          <CsvButton make={saved} disabled={!data} />
        </span>
      </header>
      {isUnderWay && <Progress run={run} onRefused={setRefusal} />}
      {run.error !== null && <p className="px-4 pb-3">{run.error}</p>}
      {differences.error ? (
        <Trouble error={differences.error} retry={() => void differences.refetch()} />
      ) : data ? (
        <DifferenceTable
          run={run}
          by={by}
          lines={lines}
          total={changeLine(data.totals, words.figures.total)}
          dim={differences.isPlaceholderData}
        />
      ) : (
        <div className="p-4">
          <Skeleton height={120} />
        </div>
      )}
      {mayClose && run.kind === 'preview' && run.state === 'done' && run.totals.requests > 0 && (
        <Apply run={run} onRefused={setRefusal} />
      )}
      <Refused error={refusal} />
    </section>
  );
}

interface OrderProps {
  readonly run: RerateRun;
  readonly onRefused: (error: Error | null) => void;
}

function Progress({ run, onRefused }: OrderProps) {
  const cancel = useOrder(cancelRun);
  const mayClose = useMay('closeBooks');
  const share = progressOf(run);
  return (
    <div className="px-4 pb-3 grid gap-2">
      <progress className="sr-only" value={share ?? undefined} max={1} aria-label={w.states[run.state]} />
      <span className="meter" aria-hidden="true">
        <i style={{ width: `${String((share ?? 0) * 100)}%` }} />
      </span>
      <div className="flex flex-wrap items-center gap-3">
        <span className="quiet small" role="status">
          {run.daysTotal === null ? w.notBegun : w.progress(formatWhole(run.daysDone), formatWhole(run.daysTotal))}
          {' · '}
          {w.priced(formatWhole(run.events), formatWhole(run.changed))}
        </span>
        {!run.cancelRequested && mayClose && (
          <AskOnce
            button={w.cancel}
            {...w.cancelAsk}
            onYes={() => {
              onRefused(null);
              cancel.mutate(run.id, { onError: onRefused });
            }}
          />
        )}
      </div>
    </div>
  );
}

function Apply({ run, onRefused }: OrderProps) {
  const setSearch = useSetSearch();
  const apply = useOrder(startRun, ({ id }) => {
    setSearch({ run: id });
  });
  if (!run.basisIsCurrent) return <p className="foot">{w.apply.stale}</p>;
  const { requests, differenceUsd, differenceEffective } = changeLine(run.totals, '');
  return (
    <div className="p-4 flex flex-wrap items-center gap-3">
      <AskOnce
        button={w.apply.button}
        isPrimary
        isDisabled={apply.isPending}
        title={w.apply.title}
        words={w.apply.words(
          words.figures.requests(requests),
          formatSignedFemtoUsd(differenceUsd * FEMTO_PER_PICO),
          formatSignedFemtoUsd(differenceEffective),
        )}
        yes={w.apply.yes}
        no={w.apply.no}
        onYes={() => {
          onRefused(null);
          apply.mutate({ kind: 'apply', previewId: run.id }, { onError: onRefused });
        }}
      />
      <span className="quiet small">{w.result.footPreview}</span>
    </div>
  );
}
