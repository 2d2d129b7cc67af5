import { FOUNDRY_ACCOUNTS } from './world/estate.js';

/** How calls of a team on Microsoft Foundry are recognised, in the words of the product's configuration. All of a rule must fit. */
export interface AzureTeamRule {
  readonly team: string;
  readonly principalPattern?: string;
  readonly metadata?: { readonly key: string; readonly value: string };
  readonly modelPattern?: string;
  readonly accountId?: string;
}

const [OFFICES, RESEARCH] = FOUNDRY_ACCOUNTS;
const offices = OFFICES.resourceId.toLowerCase();

/**
 * The teams of the invented insurer by subscription and product of the gateway, by deployment where only one team uses it,
 * and by account. What no rule fits, above all the cached tokens of deployments that teams share, is nobody's.
 */
export const AZURE_TEAM_RULES: readonly AzureTeamRule[] = [
  { team: 'Claims', accountId: offices, principalPattern: 'claims-desk' },
  { team: 'Customer Care', accountId: offices, principalPattern: 'care-portal' },
  { team: 'Underwriting', accountId: offices, principalPattern: 'underwriting-bench' },
  { team: 'Developer Platform', accountId: offices, metadata: { key: 'apim-product', value: 'claude-code' } },
  { team: 'Claims', accountId: offices, modelPattern: 'claims-assessor' },
  { team: 'Underwriting', accountId: offices, modelPattern: 'underwriting*' },
  { team: 'Actuarial Research', accountId: RESEARCH.resourceId.toLowerCase() },
];
