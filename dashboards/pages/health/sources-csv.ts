import type { Source } from '../../api/generated/types.gen.js';
import { words } from '../../words/words.js';

const w = words.health.sources;

/** The table of sources as it stands, with instants in UTC. */
export function sourcesCsv(sources: readonly Source[], timeZone: string): string[][] {
  return [
    [w.title],
    [words.costs.csv.zone, timeZone],
    [],
    [
      w.source,
      w.state,
      w.readFrom,
      words.figures.dimensions.accountId,
      words.figures.dimensions.region,
      w.lag,
      w.lastRun,
      w.nextRun,
      w.read,
      w.new,
      w.duplicate,
      w.ignored,
      w.rejected,
    ],
    ...sources.map((source) => [
      source.sourceId,
      words.health.states[source.state],
      source.kind,
      source.accountId ?? '',
      source.region ?? '',
      source.lagSeconds === null ? '' : String(source.lagSeconds),
      source.lastRun?.finishedAt ?? '',
      source.nextRunAt ?? '',
      String(source.last24h.read),
      String(source.last24h.new),
      String(source.last24h.duplicate),
      String(source.last24h.ignored),
      String(source.last24h.rejected),
    ]),
  ];
}
