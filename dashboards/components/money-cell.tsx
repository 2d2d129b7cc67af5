import type { ReactNode } from 'react';
import type { PicoUsd } from '../format/money.js';
import { formatUsd } from '../format/number.js';
import { words } from '../words/words.js';

/** An amount in a table; what is not known says so, and what is nothing is quiet. */
export function MoneyCell({ usd, children }: { usd: PicoUsd | null; children?: ReactNode }) {
  return (
    <td className={`num ${usd === 0n ? 'faint' : ''}`}>
      {usd === null ? <span className="quiet">{words.figures.notKnown}</span> : formatUsd(usd)}
      {children}
    </td>
  );
}
