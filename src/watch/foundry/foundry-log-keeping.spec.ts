import { describe, expect, it } from 'vitest';
import { NOW, codesOf, day, denied, notesOf, recordDay, spellOf, value } from '../../../test/support/log-keeping.js';
import type { SettingReading, SettingSpell } from '../../usage/observed-setting.js';
import { retentionVerdict, type RetentionVerdict } from '../retention-verdict.js';
import { foundryLogKeeping } from './foundry-log-keeping.js';

const GROUP = '/subscriptions/00000000-0000-4000-8000-000000000001/resourcegroups/insurer-ai';
const ACCOUNT = `${GROUP}/providers/microsoft.cognitiveservices/accounts/insurer-east`;
const GATEWAY = `${GROUP}/providers/microsoft.apimanagement/service/insurer-gate`;
const WORKSPACE = `${GROUP}/providers/microsoft.operationalinsights/workspaces/insurer-logs`;

const spell = (name: string, resource: string, reading: SettingReading, from = 45, to = 0): SettingSpell =>
  spellOf({ cloud: 'foundry', accountId: ACCOUNT, region: 'eastus2', resource }, name, reading, from, to);

const setting = (fields: object = {}) => ({
  name: 'to-workspace',
  workspace: WORKSPACE,
  elsewhere: [],
  dedicated: false,
  categories: ['RequestResponse', 'Audit'],
  groups: [],
  ...fields,
});
const settingsOf = (resource: string, settings: object[], from = 45, to = 0) =>
  spell('diagnosticSettings', resource, value({ settings }), from, to);
const led = (fields: object = {}, from = 45, to = 0) => settingsOf(ACCOUNT, [setting(fields)], from, to);
const unled = (from = 45, to = 0) => settingsOf(ACCOUNT, [], from, to);
const gate = (fields: object = {}) =>
  settingsOf(GATEWAY, [setting({ dedicated: true, categories: ['GatewayLogs', 'GatewayLlmLogs'], ...fields })]);
const llm = (service: boolean | null, apis: object[] = []) =>
  spell('gatewayLogging', GATEWAY, value({ service, apis }));
const workspace = (fields: object = {}) =>
  spell(
    'workspace',
    WORKSPACE,
    value({ exists: true, retentionDays: 30, dailyQuotaGb: null, ingestion: 'RespectQuota', ...fields }),
  );
const logTable = (name: string, retentionDays = 30, fields: object = {}, from = 45, to = 0) =>
  spell(
    'logTable',
    `${WORKSPACE}/tables/${name}`,
    value({ exists: true, plan: 'Analytics', retentionDays, totalRetentionDays: retentionDays, ...fields }),
    from,
    to,
  );
const records = (resource: string, oldestAgo: number | null, newestAgo: number | null) => [
  spell('oldestRecord', resource, recordDay(oldestAgo)),
  spell('newestRecord', resource, recordDay(newestAgo)),
];

const DIAGNOSTICS = logTable('AzureDiagnostics');
const REQUESTS = [led(), workspace(), DIAGNOSTICS, ...records(ACCOUNT, 30, 0)];
const THROUGH_GATEWAY = [gate(), llm(true), logTable('ApiManagementGatewayLlmLog', 90), ...records(GATEWAY, 60, 0)];

function judge(settings: readonly SettingSpell[], metered: number | null = 500) {
  const place = { accountId: ACCOUNT, region: 'eastus2', settings, reads: [], metered, requiredDays: 30, now: NOW };
  const keeping = foundryLogKeeping(place);
  const collected = [{ from: day(31), to: NOW }];
  return { keeping, verdict: retentionVerdict({ keeping, requiredDays: 30, collected, now: NOW }) };
}

type Row = [
  what: string,
  settings: SettingSpell[],
  state: RetentionVerdict['state'],
  codes: string[],
  notes: string[],
  metered?: number | null,
];

const TABLE_OF_VERDICTS: Row[] = [
  // The request log of the resource.
  ['the request log kept for 30 days', REQUESTS, 'kept', [], ['callersNotLogged']],
  [
    'the request log by the group of all logs',
    [led({ categories: [], groups: ['allLogs'] }), ...REQUESTS.slice(1)],
    'kept',
    [],
    ['callersNotLogged'],
  ],
  [
    'the group of audit logs alone does not hold it',
    [led({ categories: [], groups: ['audit'] }), ...REQUESTS.slice(1)],
    'not kept',
    ['loggingOff'],
    [],
  ],
  [
    'metrics and audit alone do not hold it',
    [led({ categories: ['Audit'] }), ...REQUESTS.slice(1)],
    'not kept',
    ['loggingOff'],
    [],
  ],
  ['no diagnostic setting at all', [unled()], 'not kept', ['loggingOff'], []],
  [
    'a table that keeps 7 days',
    [led(), workspace(), logTable('AzureDiagnostics', 7), ...records(ACCOUNT, 7, 0)],
    'not kept',
    ['keptTooShort', 'notWholeYet'],
    ['callersNotLogged'],
  ],
  [
    'a table that can be queried for 7 days, and archives for a year',
    [led(), workspace(), logTable('AzureDiagnostics', 7, { totalRetentionDays: 365 }), ...records(ACCOUNT, 60, 0)],
    'at risk',
    ['readableTooShort'],
    ['callersNotLogged'],
  ],
  [
    'a table that keeps more than its workspace',
    [led(), workspace({ retentionDays: 7 }), logTable('AzureDiagnostics', 90), ...records(ACCOUNT, 90, 0)],
    'kept',
    [],
    ['callersNotLogged'],
  ],
  [
    'no table yet, and nothing was called',
    [led(), workspace(), logTable('AzureDiagnostics', 30, { exists: false }), ...records(ACCOUNT, null, null)],
    'kept',
    [],
    ['callersNotLogged'],
    0,
  ],
  [
    'no table, although calls are metered',
    [led(), workspace(), logTable('AzureDiagnostics', 30, { exists: false }), ...records(ACCOUNT, null, null)],
    'not kept',
    ['storeMissing', 'notWholeYet'],
    ['callersNotLogged'],
  ],
  [
    'the daily cap is reached',
    [led(), workspace({ dailyQuotaGb: 5, ingestion: 'OverQuota' }), DIAGNOSTICS, ...records(ACCOUNT, 30, 0)],
    'not kept',
    ['overQuota'],
    ['callersNotLogged'],
  ],
  [
    'the daily cap is near',
    [led(), workspace({ dailyQuotaGb: 5, ingestion: 'ApproachingQuota' }), DIAGNOSTICS, ...records(ACCOUNT, 30, 0)],
    'at risk',
    ['nearQuota'],
    ['callersNotLogged'],
  ],
  [
    'there is a daily cap',
    [led(), workspace({ dailyQuotaGb: 5 }), DIAGNOSTICS, ...records(ACCOUNT, 30, 0)],
    'kept',
    [],
    ['dailyCap', 'callersNotLogged'],
  ],
  [
    'the subscription of the workspace is suspended',
    [led(), workspace({ ingestion: 'SubscriptionSuspended' }), DIAGNOSTICS, ...records(ACCOUNT, 30, 3)],
    'not kept',
    ['ingestionOff', 'silent'],
    ['callersNotLogged'],
  ],
  [
    'calls are metered and no row has come for a week',
    [led(), workspace(), DIAGNOSTICS, ...records(ACCOUNT, 30, 7)],
    'not kept',
    ['silent'],
    ['callersNotLogged'],
  ],
  [
    'no row has come for a week, and no meter is read',
    [led(), workspace(), DIAGNOSTICS, ...records(ACCOUNT, 30, 7)],
    'unknown',
    ['deliveryUnknown'],
    ['callersNotLogged'],
    null,
  ],
  [
    'led to a storage account alone',
    [led({ workspace: null, elsewhere: [`${GROUP}/providers/microsoft.storage/storageaccounts/insurerlogs`] })],
    'unknown',
    ['keepingUnknown', 'notWholeYet'],
    ['callersNotLogged'],
  ],
  [
    'led to the workspace five days ago',
    [unled(45, 5), led({}, 5), workspace(), DIAGNOSTICS, ...records(ACCOUNT, 5, 0)],
    'at risk',
    ['loggingWasOff', 'notWholeYet'],
    ['callersNotLogged'],
  ],
  [
    'diagnostic settings may not be read',
    [spell('diagnosticSettings', ACCOUNT, denied('Microsoft.Insights/diagnosticSettings/read', ACCOUNT))],
    'unknown',
    ['loggingUnknown'],
    [],
  ],
  [
    'the table may not be looked at',
    [
      led(),
      workspace(),
      spell(
        'logTable',
        `${WORKSPACE}/tables/AzureDiagnostics`,
        denied('Microsoft.OperationalInsights/workspaces/tables/read', WORKSPACE),
      ),
      ...records(ACCOUNT, 30, 0),
    ],
    'unknown',
    ['keepingUnknown'],
    ['callersNotLogged'],
  ],

  // A gateway before it.
  ['the request log, and a gateway that logs', [...REQUESTS, ...THROUGH_GATEWAY], 'kept', [], []],
  [
    'a gateway that logs, and nothing else',
    [unled(), workspace(), ...THROUGH_GATEWAY],
    'at risk',
    ['onlyThroughGateway'],
    [],
  ],
  [
    'a gateway that is led to a workspace but not told to log calls to models',
    [unled(), workspace(), gate(), llm(null), logTable('ApiManagementGatewayLlmLog', 90), ...records(GATEWAY, 60, 0)],
    'not kept',
    ['modelCallsNotLogged', 'onlyThroughGateway'],
    [],
  ],
  [
    'a gateway one of whose APIs does not log',
    [
      unled(),
      workspace(),
      gate(),
      llm(true, [{ name: 'claude-batch', logs: false }]),
      logTable('ApiManagementGatewayLlmLog', 90),
      ...records(GATEWAY, 60, 0),
    ],
    'at risk',
    ['apisNotLogged', 'onlyThroughGateway'],
    [],
  ],
  [
    'a gateway whose rows go to the legacy table',
    [...REQUESTS, gate({ dedicated: false }), llm(true), ...records(GATEWAY, 60, 0)],
    'kept',
    [],
    [],
  ],
  [
    'a gateway that logs tokens but not callers',
    [...REQUESTS, gate({ categories: ['GatewayLlmLogs'] }), llm(true), ...THROUGH_GATEWAY.slice(2)],
    'kept',
    [],
    ['gatewayCallersNotLogged'],
  ],
  [
    'a gateway without a diagnostic setting, beside the request log',
    [...REQUESTS, settingsOf(GATEWAY, []), llm(true)],
    'kept',
    [],
    ['callersNotLogged', 'gatewayNotLogged'],
  ],
  [
    'a gateway whose table is of the basic plan, beside the request log',
    [
      ...REQUESTS,
      gate(),
      llm(true),
      logTable('ApiManagementGatewayLlmLog', 30, { plan: 'Basic' }),
      ...records(GATEWAY, 30, 0),
    ],
    'kept',
    [],
    ['tablePlan'],
  ],
];

describe('the verdict on a Foundry resource', () => {
  it.each(TABLE_OF_VERDICTS)('%s', (_what, settings, state, codes, notes, metered = 500) => {
    const { verdict } = judge(settings, metered);
    expect([verdict.state, codesOf(verdict), notesOf(verdict)]).toEqual([state, codes, notes]);
  });

  it('says in words what is wrong, and gives the command that mends it', () => {
    const short = judge([led(), workspace(), logTable('AzureDiagnostics', 7), ...records(ACCOUNT, 7, 0)]).verdict;
    expect(short.words).toBe(
      'The table AzureDiagnostics of workspace insurer-logs keeps records for 7 days, 23 fewer than the 30 that are needed.',
    );
    expect(short.reasons[0]?.action?.command).toBe(
      'az monitor log-analytics workspace table update --resource-group insurer-ai --workspace-name insurer-logs --name AzureDiagnostics --retention-time 31 --total-retention-time 31',
    );
    const off = judge([unled()]).verdict;
    expect(off.reasons[0]?.action?.command).toContain(
      `az monitor diagnostic-settings create --name ledgerline --resource ${ACCOUNT} --workspace '<resource id of the workspace>' --logs '[{"category":"RequestResponse","enabled":true}`,
    );
  });

  it('names the role that a refused reading needs', () => {
    const { keeping } = judge([
      spell('diagnosticSettings', ACCOUNT, denied('Microsoft.Insights/diagnosticSettings/read', ACCOUNT)),
    ]);
    expect(keeping.unread[0]?.action.command).toBe(
      `az role assignment create --assignee '<identity that Ledgerline reads with>' --role 'Monitoring Reader' --scope ${ACCOUNT}`,
    );
  });
});
