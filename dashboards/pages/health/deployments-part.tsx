import { BilledCard } from './billed-card.js';
import { DeploymentsCard } from './deployments-card.js';
import type { PartProps } from './part.js';

/** What stood behind the names of deployments, and does the bill agree? */
export function DeploymentsPart({ view }: PartProps) {
  return (
    <>
      <BilledCard view={view} />
      <DeploymentsCard timeZone={view.timeZone} />
    </>
  );
}
