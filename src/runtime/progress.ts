import type { Clock } from './clock.js';

/** Where a progress line is drawn; `process.stderr` fits. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** Draws where things stand: a bar where the total is known, a counter where it is not. Cheap to call often. */
  update(done: number, total: number | undefined, words?: string): void;
  /** Takes the line away and leaves one sentence in its place. */
  finish(words: string): void;
}

const REDRAW_MS = 100;
const BAR_WIDTH = 24;

/**
 * A line that redraws itself on a terminal. In a pipe or a file nothing is drawn, and only the closing sentence is written.
 */
export function createProgress(title: string, stream: ProgressStream, clock: Clock): Progress {
  let drawnAt = -Infinity;
  return {
    update(done, total, words = '') {
      const now = clock.now();
      if (!stream.isTTY || (now - drawnAt < REDRAW_MS && done !== total)) return;
      drawnAt = now;
      stream.write(`\r\x1b[2K${progressLine(title, done, total, words).slice(0, (stream.columns ?? 80) - 1)}`);
    },
    finish(words) {
      stream.write(`${stream.isTTY ? '\r\x1b[2K' : ''}${words}\n`);
    },
  };
}

/** `Reading [############------------]  50 % 1,200 of 2,400 lines` */
export function progressLine(title: string, done: number, total: number | undefined, words: string): string {
  const unit = words && ` ${words}`;
  if (total === undefined) return `${title} ${done.toLocaleString('en-US')}${unit}`;
  const share = total > 0 ? Math.min(done / total, 1) : 1;
  const filled = Math.floor(share * BAR_WIDTH);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]`;
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  return `${title} ${bar} ${percent} ${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}${unit}`;
}
