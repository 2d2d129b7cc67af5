import { formatPercent } from '../format/number.js';
import { words } from '../words/words.js';
import { Triangle } from './triangle.js';

/** A relative change with its direction. Rising cost is not a fault, so it has no colour. */
export function Change({ now, before }: { now: number; before: number }) {
  if (before === 0) return <>{now === 0 ? words.figures.none : words.figures.new}</>;
  const change = now / before - 1;
  const text = formatPercent(Math.abs(change));
  if (Math.abs(change) < 0.0005) return <>{words.figures.same}</>;
  return (
    <span className="whitespace-nowrap">
      <Triangle to={change > 0 ? 'up' : 'down'} />{' '}
      <span className="sr-only">{change > 0 ? words.figures.up : words.figures.down} </span>
      {text}
    </span>
  );
}
