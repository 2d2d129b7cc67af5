import type { ChangesSincePreview } from '../store/questions/changes-since-preview.js';
import type { RerateRunRow } from '../store/questions/rerate-run.js';

export interface Confirmation {
  readonly preview: Pick<RerateRunRow, 'id' | 'kind' | 'state' | 'from' | 'to' | 'basis'>;
  /** What the apply asks for; undefined is whatever the preview has. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly currentBasis: string;
  readonly since: ChangesSincePreview;
}

/** Why an apply cannot confirm this preview, in words; `null` when what it would do is what the preview shows. */
export function previewRefusal({ preview, from, to, currentBasis, since }: Confirmation): string | null {
  const { id, kind, state } = preview;
  if (kind !== 'preview') return `Run ${id} is no preview, so it cannot be confirmed.`;
  if (state !== 'done') return `Preview ${id} is ${state}: only one that is done can be confirmed.`;
  if ((from !== undefined && from !== preview.from) || (to !== undefined && to !== preview.to)) {
    const range = `${preview.from ?? 'the beginning'} to ${preview.to ?? 'no end'}`;
    return `Preview ${id} is of another range (${range}): leave from and to out, or preview the range that is meant.`;
  }
  if (preview.basis !== currentBasis) {
    return `The price book, the mappings or the terms have changed since preview ${id}: it was made by ${preview.basis}, now it is ${currentBasis}. Make a new preview.`;
  }
  if (since.applyId !== null) {
    return `Run ${since.applyId} has changed prices since preview ${id}. Make a new preview.`;
  }
  if (since.closedMonth !== null) {
    return `${since.closedMonth} has been closed since preview ${id}, so its differences would be booked as adjustments. Make a new preview.`;
  }
  return null;
}
