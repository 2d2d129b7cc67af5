import { useState } from 'react';

/** Rows beyond this are drawn when asked for. */
const FIRST_ROWS = 10;

/** The first rows of a long list, until all are asked for. */
export function useFew<Row>(rows: readonly Row[]): { shown: readonly Row[]; showAll: (() => void) | null } {
  const [all, setAll] = useState(false);
  if (all || rows.length <= FIRST_ROWS) return { shown: rows, showAll: null };
  return {
    shown: rows.slice(0, FIRST_ROWS),
    showAll: () => {
      setAll(true);
    },
  };
}
