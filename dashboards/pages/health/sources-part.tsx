import { CoverageCard } from './coverage-card.js';
import { GapsCard } from './gaps-card.js';
import type { PartProps } from './part.js';
import { ReadersCard } from './readers-card.js';
import { SourcesCard } from './sources-card.js';
import { VerdictCard } from './verdict-card.js';

/** Is every log read, how far, and what was not? */
export function SourcesPart({ view, sources }: PartProps) {
  const { timeZone } = view;
  return (
    <>
      <VerdictCard sources={sources} seenAtMs={view.sourcesSeenAtMs} timeZone={timeZone} />
      <GapsCard sources={sources} timeZone={timeZone} />
      <SourcesCard sources={sources} now={view.now} timeZone={timeZone} />
      <CoverageCard view={view} />
      <ReadersCard timeZone={timeZone} />
    </>
  );
}
