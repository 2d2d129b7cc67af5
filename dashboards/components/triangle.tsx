const POINTS = { up: '4,1 8,7 0,7', down: '0,1 8,1 4,7', right: '1,0 7,4 1,8' } as const;

/** A small filled triangle, drawn rather than typed: not every system font has the signs. Decoration; say it in words too. */
export function Triangle({ to }: { to: keyof typeof POINTS }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 8 8" width="8" height="8" fill="currentColor" className="inline">
      <polygon points={POINTS[to]} />
    </svg>
  );
}
