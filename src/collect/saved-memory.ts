import { HOUR_MS, LONGEST_OVERLAP_MS, type Window } from '../usage/window.js';

/** Entries kept at most; beyond it the oldest hours are forgotten, which costs reading them again and nothing else. */
const MAX_ENTRIES = 200_000;

type ByHour = Map<number, Map<string, string>>;

/**
 * What was read and then durably saved, so that overlapping windows do not read it again. Notes of a window count from the
 * moment when it is settled; a window that fails is never settled, and reading it again begins with no notes. Hours that no
 * overlap reaches any more are forgotten.
 */
export class SavedMemory {
  private readonly saved: ByHour = new Map();
  private readonly notes = new WeakMap<Window, ByHour>();
  private newest = 0;

  /** Reading of a window begins, perhaps again. */
  begin(window: Window): void {
    this.notes.set(window, new Map());
  }

  /** Something of an hour was read whole; `version` tells it from what the same key may mean later. */
  note(window: Window, hourMs: number, key: string, version = ''): void {
    const notes = this.notes.get(window);
    if (notes !== undefined) entriesOf(notes, hourMs).set(key, version);
  }

  /** Everything that was read of the window is saved. */
  settle(window: Window): void {
    const notes: ByHour = this.notes.get(window) ?? new Map();
    this.notes.delete(window);
    this.newest = Math.max(this.newest, window.to);
    for (const [hour, entries] of notes) {
      const known = entriesOf(this.saved, hour * HOUR_MS);
      for (const [key, version] of entries) known.set(key, version);
    }
    this.forget();
  }

  has(hourMs: number, key: string, version = ''): boolean {
    return this.saved.get(hourOf(hourMs))?.get(key) === version;
  }

  private forget(): void {
    // An hour more, because the overlap's beginning is aligned down to its hour.
    const oldest = hourOf(this.newest - LONGEST_OVERLAP_MS) - 1;
    let entries = 0;
    for (const hour of [...this.saved.keys()].toSorted((a, b) => b - a)) {
      entries += this.saved.get(hour)?.size ?? 0;
      if (hour < oldest || entries > MAX_ENTRIES) this.saved.delete(hour);
    }
  }
}

function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS);
}

function entriesOf(byHour: ByHour, hourMs: number): Map<string, string> {
  const hour = hourOf(hourMs);
  let entries = byHour.get(hour);
  if (entries === undefined) byHour.set(hour, (entries = new Map()));
  return entries;
}
