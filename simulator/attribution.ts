/** How calls of a team are recognised, in the words of the product's configuration. The first rule that fits decides. */
export type TeamRule =
  | { readonly team: string; readonly principalPattern: string }
  | { readonly team: string; readonly metadata: { readonly key: string; readonly value: string } }
  | { readonly team: string; readonly accountId: string };

/** What a rule looks at. */
export interface Attributable {
  readonly accountId: string;
  readonly principal: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
}

/** The name under which the ledger shows calls that no rule fits. */
export const UNATTRIBUTED = 'unattributed';

/** The eight teams of the invented insurer. `*` in a pattern stands for any text, `/` included. */
export const TEAM_RULES: readonly TeamRule[] = [
  { team: 'Claims', principalPattern: 'arn:aws:sts::*:assumed-role/ClaimsAnalyst*/*' },
  { team: 'Customer Care', principalPattern: 'arn:aws:sts::*:assumed-role/CareAssist-*/*' },
  { team: 'Underwriting', principalPattern: 'arn:aws:sts::*:assumed-role/AWSReservedSSO_Underwriting_*/*' },
  { team: 'Developer Platform', principalPattern: 'arn:aws:sts::*:assumed-role/AWSReservedSSO_DeveloperPlatform_*/*' },
  { team: 'Developer Platform', principalPattern: 'arn:aws:iam::*:user/platform/*' },
  { team: 'Fraud Detection', principalPattern: 'arn:aws:sts::*:assumed-role/BedrockAgentCore-fraud_triage-*/*' },
  { team: 'Data Science', metadata: { key: 'team', value: 'data-science' } },
  { team: 'Marketing', metadata: { key: 'team', value: 'marketing' } },
  { team: 'Actuarial Research', accountId: '764105392718' },
];

function globToRegExp(glob: string): RegExp {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

type Test = (call: Attributable) => boolean;

function testOf(rule: TeamRule): Test {
  if ('accountId' in rule) return (call) => call.accountId === rule.accountId;
  if ('metadata' in rule) return (call) => call.metadata?.[rule.metadata.key] === rule.metadata.value;
  const pattern = globToRegExp(rule.principalPattern);
  return (call) => call.principal !== null && pattern.test(call.principal);
}

const TESTS = TEAM_RULES.map((rule) => ({ team: rule.team, fits: testOf(rule) }));

/** The team of a call by the rules above, evaluated on what its record says, not on who the simulator meant. */
export function teamOf(call: Attributable): string {
  return TESTS.find(({ fits }) => fits(call))?.team ?? UNATTRIBUTED;
}
