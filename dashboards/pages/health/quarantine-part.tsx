import { DriftCard } from './drift-card.js';
import type { PartProps } from './part.js';
import { QuarantineCard } from './quarantine-card.js';

/** What of the logs could not be read, and what in them is new? */
export function QuarantinePart({ view: { timeZone } }: PartProps) {
  return (
    <>
      <QuarantineCard timeZone={timeZone} />
      <DriftCard timeZone={timeZone} />
    </>
  );
}
