import { useState } from 'react';
import type { Source } from '../../api/generated/types.gen.js';
import { StateWord } from '../../components/state-word.js';
import {
  historyOf,
  secondsLeft,
  TONE_OF_VERDICT,
  verdictOf,
  type Sighting,
  type Verdict,
} from '../../figures/health.js';
import { formatDay, formatDuration, formatMoment } from '../../format/date.js';
import { localDateOf } from '../../format/zone.js';
import { words } from '../../words/words.js';
import { Delay } from './delay.js';

const w = words.health;

interface VerdictCardProps {
  readonly sources: readonly Source[];
  /** When the service said so, for the speed of the progress. */
  readonly seenAtMs: number;
  readonly timeZone: string;
}

function titleOf(verdict: Verdict): string {
  return verdict.kind === 'allWell'
    ? w.verdict.allWell(verdict.all)
    : w.verdict[verdict.kind](verdict.count, verdict.all);
}

const WORD = {
  allWell: w.verdict.ok,
  failing: w.verdict.act,
  late: w.verdict.watch,
  collecting: w.verdict.working,
  waiting: w.verdict.working,
} as const;

/** The state of everything in one sentence, and the progress of every source's history beside it. */
export function VerdictCard({ sources, seenAtMs, timeZone }: VerdictCardProps) {
  const verdict = verdictOf(sources);
  const tone = TONE_OF_VERDICT[verdict.kind];
  const history = historyOf(sources);
  const left = useEstimate(history.doneDays, history.allDays, seenAtMs);
  const upTo = sources.some((source) => source.completeUpTo === null)
    ? null
    : Math.min(...sources.map((source) => Date.parse(source.completeUpTo ?? '')));
  const begins = sources.flatMap((source) => (source.coveredFrom === null ? [] : [Date.parse(source.coveredFrom)]));
  const isWhole = history.isDone && sources.every((source) => source.gaps.length === 0);
  const troubled = sources.filter(
    (source) => source.state === 'failing' || source.state === 'late' || source.state === 'never-ran',
  );
  return (
    <section className={`card c12 verdict ${tone}`}>
      <div>
        <StateWord tone={tone}>{WORD[verdict.kind]}</StateWord>
        <h2>{titleOf(verdict)}</h2>
        <p className="quiet">
          {upTo === null
            ? w.verdict.notUpTo
            : isWhole
              ? w.verdict.upTo(formatMoment(upTo, timeZone, true))
              : w.verdict.readUpTo(formatMoment(upTo, timeZone, true))}
        </p>
        <p className="quiet mt-2">
          {history.isDone
            ? w.verdict.historyDone(Math.max(0, ...sources.map((source) => source.historyDays)))
            : begins.length > 0 &&
              w.verdict.history(
                history.doneDays,
                history.allDays,
                formatDay(localDateOf(Math.max(...begins), timeZone), true),
              )}
        </p>
        {troubled.map((source) => (
          <p key={source.sourceId} className="mt-2">
            <span className="strong">{source.sourceId}</span> <span className="quiet">{source.words}</span>
          </p>
        ))}
      </div>
      {history.isDone ? (
        <Delay sources={sources} timeZone={timeZone} />
      ) : (
        <div>
          <div className="flex justify-between items-baseline gap-4 mb-2">
            <h3>{w.progress.title}</h3>
            <span className="small quiet" role="status">
              {left === null ? w.progress.unknown : w.progress.left(formatDuration(left))}
            </span>
          </div>
          <div className="keep">
            {sources
              .filter(({ historyDoneDays, historyDays }) => historyDoneDays < historyDays)
              .map((source) => (
                <SourceProgress key={source.sourceId} source={source} />
              ))}
          </div>
          <p className="small faint mt-2">{w.progress.order}</p>
        </div>
      )}
    </section>
  );
}

function SourceProgress({ source }: { source: Source }) {
  const done = Math.min(source.historyDoneDays, source.historyDays);
  const share = source.historyDays === 0 ? 1 : done / source.historyDays;
  return (
    <>
      <span className="truncate" title={source.sourceId}>
        {source.sourceId}
      </span>
      <span
        className="meter"
        role="progressbar"
        aria-label={source.sourceId}
        aria-valuemin={0}
        aria-valuemax={source.historyDays}
        aria-valuenow={Math.floor(done)}
      >
        <i style={{ width: `${String(share * 100)}%` }} />
      </span>
      <span className="num small quiet">{w.progress.of(Math.floor(done), source.historyDays)}</span>
    </>
  );
}

/** How long the rest of the history takes, from what was seen since the page was opened. */
function useEstimate(doneDays: number, allDays: number, seenAtMs: number): number | null {
  const [sightings, setSightings] = useState<readonly Sighting[]>([]);
  if (sightings.at(-1)?.doneDays !== doneDays) setSightings([...sightings.slice(-30), { atMs: seenAtMs, doneDays }]);
  return secondsLeft(sightings, allDays);
}
