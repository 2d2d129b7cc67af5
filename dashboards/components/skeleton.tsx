import { words } from '../words/words.js';

/** Keeps the place of what is coming, so that the page does not jump. */
export function Skeleton({ height }: { height: number }) {
  return (
    <div className="skeleton" style={{ height }} role="status">
      <span className="sr-only">{words.frame.states.loading}</span>
    </div>
  );
}
