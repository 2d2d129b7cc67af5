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

const workspace: KindField = {
  key: 'workspaceId',
  words: 'The workspace id of its overview page (a GUID), not its resource id.',
  example: '99998888-7777-6666-5555-444433332222',
  required: true,
};
const identity: KindField = {
  key: 'credentials.managedIdentity',
  words: 'system, or the client id of a user-assigned identity; empty for what the machine is signed in as.',
  example: 'system',
  required: false,
};

const minuteDays: KindField = {
  key: 'minuteDays',
  words:
    'How many days back the busiest minutes and latency are read, which limits are compared with: by default 14, 0 for none, 93 at most, as long as Azure keeps them. It costs three questions to Azure for each of these days, once, and three every hour from then on. Of each hour only the busiest minute is kept.',
  example: '14',
  required: false,
  form: 'wholeNumber',
};

const assign = (role: string, scope: string) =>
  inShell(
    `Give Ledgerline’s identity the role “${role}”.`,
    `az role assignment create --role "${role}" --assignee <object id of Ledgerline's identity> --scope ${scope}`,
  );

/** Claude in Microsoft Foundry: calls, callers, all token classes, deployments and bills. docs/formats/foundry.md has the whole of it. */
export const FOUNDRY_KINDS: readonly SourceKind[] = [
  {
    kind: 'foundry-requests',
    cloud: 'foundry',
    name: 'Request log in Log Analytics',
    tells: 'Every call, without tokens and without caller.',
    fields: [idField('foundry-requests'), workspace, account, region, identity],
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
    tells:
      'The counts of all token classes, by deployment and hour: what costs are computed from. The busiest minutes, too.',
    fields: [idField('foundry-metrics'), account, region, minuteDays, identity],
    switchOn: [],
    grant: [assign('Monitoring Reader', '<resourceId>')],
  },
  {
    kind: 'foundry-gateway',
    cloud: 'foundry',
    name: 'Log of a gateway (API Management)',
    tells: 'Who called, with uncached input and output of each call that goes through it.',
    fields: [
      idField('foundry-gateway'),
      workspace,
      {
        key: 'resourceId',
        words: 'The full id of the API Management service, of a v2 tier: classic tiers count no tokens of Claude.',
        example:
          '/subscriptions/11112222-3333-4444-5555-666677778888/resourceGroups/claude/providers/Microsoft.ApiManagement/service/claude-gateway',
        required: true,
      },
      {
        ...account,
        key: 'foundry[].resourceId',
        words: 'The full id of the Foundry resource behind it. Others are added to `foundry` in the file.',
      },
      { ...region, key: 'foundry[].region' },
      identity,
    ],
    switchOn: [
      inShell(
        'The logs of the service, into tables of their own.',
        `az monitor diagnostic-settings create --name ledgerline --resource <resourceId> \\
  --workspace <resource id of the workspace> --export-to-resource-specific true \\
  --logs '[{"category":"GatewayLlmLogs","enabled":true},{"category":"GatewayLogs","enabled":true}]'`,
      ),
      inShell(
        'The switch of each API, without which the table of language models stays empty.',
        `az rest --method put --url "https://management.azure.com<resourceId>/apis/<name of the API>/diagnostics/azuremonitor?api-version=2024-06-01-preview" \\
  --body '{"properties":{"loggerId":"<resourceId>/loggers/azuremonitor","largeLanguageModel":{"logs":"enabled"}}}'`,
      ),
    ],
    grant: [assign('Log Analytics Reader', '<resource id of the workspace>')],
  },
  {
    kind: 'foundry-deployments',
    cloud: 'foundry',
    name: 'Deployments',
    tells: 'Which model, version and data zone stands behind each name, dated: prices hang on it.',
    fields: [idField('foundry-deployments'), account, identity],
    switchOn: [],
    grant: [assign('Reader', '<resourceId>')],
  },
  {
    kind: 'foundry-cost',
    cloud: 'foundry',
    name: 'Bills (Cost Management)',
    tells: 'What Azure billed for Claude by day and meter, to compare with.',
    fields: [
      idField('foundry-cost'),
      {
        key: 'scope',
        words: 'A subscription or a resource group: Claude’s meters do not stand under the Foundry resource.',
        example: '/subscriptions/11112222-3333-4444-5555-666677778888/resourceGroups/claude',
        required: true,
      },
      identity,
    ],
    switchOn: [],
    grant: [assign('Cost Management Reader', '<scope>')],
  },
];
