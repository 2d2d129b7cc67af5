import type { ReaderBesideLogs } from '../store/questions/readers-beside-logs.js';
import type { ReadersAnswer } from './answers/readers.js';

type Spans = ReaderBesideLogs['lost'];

/** A reader, with words where something is wrong with it or with what it could read. */
export function shapeReader({ detail, ...reader }: ReaderBesideLogs): ReadersAnswer['readers'][number] {
  const { lastSuccessAt, triedAt, from, to, missing, lost, keptDays } = reader;
  const words = [...(detail === null ? [] : [detail]), ...(lost.length === 0 ? [] : [lostWords(lost, keptDays)])];
  return {
    ...reader,
    words: words.length === 0 ? null : words.join(' '),
    lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
    triedAt: triedAt.toISOString(),
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
    missing: missing.map(inText),
    lost: lost.map(inText),
  };
}

const inText = ({ from, to }: Spans[number]) => ({ from: from.toISOString(), to: to.toISOString() });

function lostWords(lost: Spans, keptDays: number | null): string {
  const [first] = lost;
  if (first === undefined) return '';
  const { from, to } = inText(first);
  const others = lost.length === 1 ? '' : ` and ${lost.length - 1} more stretches`;
  return `What was counted from ${from} to ${to}${others} was never read, and can be read no more: it is kept for ${keptDays ?? 0} days. Figures of that time are those of the logs.`;
}
