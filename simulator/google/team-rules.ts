import { DEVELOPMENT, PRODUCTION } from './world/google-places.js';

/** How calls of a team on Vertex AI are recognised, in the words of the product's configuration. All of a rule must fit. */
export interface GoogleTeamRule {
  readonly team: string;
  readonly accountId?: string;
  readonly principalPattern?: string;
  readonly metadata?: { readonly key: string; readonly value: string };
}

const serviceAccount = (name: string) => `${name}@${PRODUCTION}.iam.gserviceaccount.com`;
const label = (value: string) => ({ key: 'team', value });

/** The teams of the invented insurer by label, by service account, by the address of a person and by project. The first rule that fits decides. */
export const GOOGLE_TEAM_RULES: readonly GoogleTeamRule[] = [
  { team: 'Customer Care', metadata: label('customer-care') },
  { team: 'Marketing', metadata: label('marketing') },
  { team: 'Data Science', metadata: label('data-science') },
  { team: 'Claims', principalPattern: serviceAccount('claims-assistant') },
  { team: 'Fraud Detection', principalPattern: serviceAccount('fraud-triage') },
  { team: 'Underwriting', accountId: PRODUCTION, principalPattern: '*@insurer.example' },
  { team: 'Underwriting', accountId: PRODUCTION, principalPattern: 'principal://*/subject/*@partner.example' },
  { team: 'Developer Platform', accountId: DEVELOPMENT },
];
