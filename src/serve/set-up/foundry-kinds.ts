import { idField, inShell, type KindField, type SourceKind } from './source-kind.js';

const account: KindField = {
  key: 'resourceId',
  words: 'The full id of the Foundry resource, from “JSON View” in the portal.',
  example:
    '/subscriptions/11112222-3333-4444-5555-666677778888/resourceGroups/claude/providers/Microsoft.CognitiveServices/accounts/claude-prod',
  required: true,
};
const region: KindField = {
  key: 'region',
  words: 'The region of the resource, in small letters without spaces.',
  example: 'eastus2',
  required: true,
};

const assign = (role: string, scope: string) =>
  inShell(
    `Give Ledgerline’s identity the role “${role}”.`,
    `az role assignment create --role "${role}" --assignee <object id of Ledgerline's identity> --scope ${scope}`,
  );

/** Claude in Microsoft Foundry: calls, and Azure Monitor's counts of all token classes. */
export const FOUNDRY_KINDS: readonly SourceKind[] = [
  {
    kind: 'foundry-requests',
    cloud: 'foundry',
    name: 'Request log in Log Analytics',
    tells: 'Every call, without tokens and without caller.',
    fields: [
      idField('foundry-requests'),
      {
        key: 'workspaceId',
        words: 'The workspace id of its overview page (a GUID), not its resource id.',
        example: '99998888-7777-6666-5555-444433332222',
        required: true,
      },
      account,
      region,
    ],
    switchOn: [
      inShell(
        'Nothing is logged until a diagnostic setting exists; then the first rows take up to 15 minutes.',
        `az monitor diagnostic-settings create --name ledgerline --resource <resourceId> \\
  --workspace <resource id of the workspace> --logs '[{"category":"RequestResponse","enabled":true}]'`,
      ),
    ],
    grant: [assign('Log Analytics Reader', '<resource id of the workspace>')],
  },
  {
    kind: 'foundry-metrics',
    cloud: 'foundry',
    name: 'Metrics of Azure Monitor',
    tells: 'The counts of all token classes, by deployment and minute. There is nothing to switch on.',
    fields: [idField('foundry-metrics'), account, region],
    switchOn: [],
    grant: [assign('Monitoring Reader', '<resourceId>')],
  },
];
