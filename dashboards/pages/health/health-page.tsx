import { NothingHere } from '../../components/nothing-here.js';
import { Page } from '../../components/page.js';
import { Skeleton } from '../../components/skeleton.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { BilledCard } from './billed-card.js';
import { CoverageCard } from './coverage-card.js';
import { DelayCard } from './delay-card.js';
import { DeploymentsCard } from './deployments-card.js';
import { DriftCard } from './drift-card.js';
import { GapsCard } from './gaps-card.js';
import { KeepingCard } from './keeping-card.js';
import { QuarantineCard } from './quarantine-card.js';
import { ReadersCard } from './readers-card.js';
import { SourcesCard } from './sources-card.js';
import { UnloggedCard } from './unlogged-card.js';
import { UnmeteredCard } from './unmetered-card.js';
import { VerdictCard } from './verdict-card.js';

/** Is everything being collected, and how far has it got? */
export function HealthPage() {
  const view = useView('last30');
  const { sources } = view;
  return (
    <Page title={words.frame.pages.health} view={view} compare={false} filters={false}>
      {!sources ? (
        <Skeleton height={480} />
      ) : sources.length === 0 ? (
        <div className="card">
          <NothingHere view={view} />
        </div>
      ) : (
        <div className="grid12">
          <KeepingCard timeZone={view.timeZone} />
          <VerdictCard sources={sources} seenAtMs={view.sourcesSeenAtMs} timeZone={view.timeZone} />
          <CoverageCard view={view} />
          <GapsCard sources={sources} timeZone={view.timeZone} />
          <UnloggedCard view={view} />
          <UnmeteredCard view={view} />
          <BilledCard view={view} />
          <SourcesCard sources={sources} now={view.now} timeZone={view.timeZone} />
          <ReadersCard timeZone={view.timeZone} />
          <DeploymentsCard timeZone={view.timeZone} />
          <DriftCard timeZone={view.timeZone} />
          <QuarantineCard timeZone={view.timeZone} />
          <DelayCard sources={sources} timeZone={view.timeZone} />
        </div>
      )}
    </Page>
  );
}
