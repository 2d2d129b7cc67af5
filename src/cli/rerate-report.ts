import { shapeChangeSums } from '../serve/shape-rerates.js';
import type { RerateDifferenceRow } from '../store/questions/rerate-differences.js';
import type { RerateRunRow } from '../store/questions/rerate-run.js';
import { isRerateReason, RERATE_REASONS } from '../usage/rerate-reasons.js';

/** A run and its differences for programs: money as decimals of dollars, `null` where no call had a price. */
export function reportInJson({ events, changed }: RerateRunRow, differences: readonly RerateDifferenceRow[]) {
  return { events, changed, differences: differences.map(shapeDifference) };
}

const shapeDifference = (row: RerateDifferenceRow) => {
  const { month, model, team, reason, adjusts } = row;
  return { month, model, team, reason, adjusts, ...shapeChangeSums(row) };
};

/** The same for people, a line each, and below them what the reasons mean. */
export function reportInWords(differences: readonly RerateDifferenceRow[]): string {
  const lines = differences.map(shapeDifference).map((row) => {
    const { month, model, team, requests, reason, adjusts } = row;
    const whose = `${model ?? 'model not known'}, ${team ?? 'unattributed'}`;
    const list = inWords(row.oldUsd, row.newUsd, row.differenceUsd);
    // What is paid is worth a word only where terms make it another amount.
    const isOther = row.differenceEffectiveUsd !== row.differenceUsd;
    const effective = inWords(row.oldEffectiveUsd, row.newEffectiveUsd, row.differenceEffectiveUsd);
    const amounts = isOther ? `${list}, effective ${effective}` : list;
    const booked = adjusts ? ', as an adjustment: the month is closed' : '';
    return `${month}  ${whose}: ${requests} calls, ${amounts}, ${reason}${booked}\n`;
  });
  const reasons = [...new Set(differences.map(({ reason }) => reason))].filter(isRerateReason);
  const meanings = reasons.map((reason) => `${reason}: ${RERATE_REASONS[reason]}\n`);
  return `${lines.join('')}${meanings.length === 0 ? '' : `\n${meanings.join('')}`}`;
}

const inWords = (old: string | null, now: string | null, difference: string) =>
  `${old ?? 'unpriced'} → ${now ?? 'unpriced'} USD (${difference})`;
