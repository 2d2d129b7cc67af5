import { LogsQueryResultStatus, type LogsQueryClient, type LogsTable } from '@azure/monitor-query';
import { describe, expect, it } from 'vitest';
import { startAzureClients } from '../../../test/support/azure-clients.js';
import { FOUNDRY_ACCOUNTS } from '../world/estate.js';

const NOW = Date.parse('2026-11-18T15:30:00Z');
const HISTORY_DAYS = 3;
const SPAN = { startTime: new Date(NOW - 4 * 86_400_000), endTime: new Date(NOW + 86_400_000) };
const [OFFICES, RESEARCH] = FOUNDRY_ACCOUNTS;
const WORKSPACE = OFFICES.workspace.customerId;
const COUNTED = 'ApiManagementGatewayLlmLog | where isnotempty(RequestId) and SequenceNumber == 0';

async function tableOf(logs: LogsQueryClient, query: string, workspace = WORKSPACE): Promise<LogsTable> {
  const answer = await logs.queryWorkspace(workspace, query, SPAN);
  if (answer.status !== LogsQueryResultStatus.Success) throw new Error('the answer is partial');
  const [table] = answer.tables;
  if (table === undefined) throw new Error('the answer has no table');
  return table;
}

/** The only cell of an answer. */
async function cellOf(logs: LogsQueryClient, query: string, workspace = WORKSPACE): Promise<unknown> {
  return (await tableOf(logs, query, workspace)).rows[0]?.[0];
}

/** What a reader asks for a window of ingestion time. */
function windowOf(from: string, to: string): string {
  return `union isfuzzy=true ApiManagementGatewayLlmLog
  | where TimeGenerated between (datetime(${from}) - 3d .. datetime(${to}) + 1d)
  | extend _ing = ingestion_time()
  | where _ing >= datetime(${from}) and _ing < datetime(${to})
  | project CorrelationId, SequenceNumber, cached = column_ifexists("promptCachedTokens_d", 0.0), _ing = tostring(_ing)
  | order by _ing asc`;
}

describe('a window of ingestion time', () => {
  it('has every row once when windows follow each other, late rows too', async () => {
    const { logs } = await startAzureClients(NOW, HISTORY_DAYS, { faults: { lateShare: 0.3, lateMaxMinutes: 2000 } });
    const days = ['2026-11-15', '2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'];
    const seen: unknown[] = [];
    for (const [at, from] of days.slice(0, -1).entries()) {
      const { rows, columnDescriptors } = await tableOf(logs, windowOf(from, days[at + 1] ?? from));
      expect(columnDescriptors.map(({ type }) => type)).toEqual(['string', 'int', 'real', 'string']);
      const times = rows.map((row) => row[3]).filter((cell) => typeof cell === 'string');
      expect(times.length).toBe(rows.length);
      expect(times).toEqual(times.toSorted((a, b) => (a < b ? -1 : 1)));
      seen.push(...rows.map((row) => row[0]));
    }
    expect(seen.length).toBe(await cellOf(logs, 'ApiManagementGatewayLlmLog | count'));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('delivers some rows a second time', async () => {
    const { logs } = await startAzureClients(NOW, HISTORY_DAYS, { faults: { duplicateShare: 0.2 } });
    const counts = await tableOf(logs, 'ApiManagementGatewayLogs | summarize count(), dcount(CorrelationId)');
    const [rows = 0, calls = 0] = counts.rows[0]?.map(Number) ?? [];
    expect(rows / calls).toBeGreaterThan(1.1);
  });
});

describe('what the logs tell', () => {
  it('is no tokens in the rows of Foundry itself, and .NET ticks for times', async () => {
    const { logs } = await startAzureClients(NOW, HISTORY_DAYS, {});
    const { rows } = await tableOf(
      logs,
      `AzureDiagnostics | where Category == "RequestResponse" and ResultSignature == "200" | where OperationName == "Messages_Create"
       | extend p = parse_json(properties_s)
       | project TimeGenerated, name = tostring(p.modelDeploymentName), requestTime = tostring(p.requestTime), properties_s, CallerIPAddress
       | take 50`,
    );
    for (const [time, name, , properties, address] of rows) {
      expect(name).not.toBe('');
      if (typeof properties !== 'string' || !(time instanceof Date)) throw new Error('the row tells too little');
      expect(properties).not.toMatch(/token/i);
      expect(address).toMatch(/\.\*\*\*$/);
      const ticks = BigInt(/"requestTime":(\d+)/.exec(properties)?.[1] ?? 0);
      const askedAt = Number((ticks - 621_355_968_000_000_000n) / 10_000n);
      expect(time.getTime()).toBeGreaterThan(askedAt);
    }
  });

  it('moves into columns of its own, which nobody can name before they are there', async () => {
    const flattenedFrom = NOW - 86_400_000;
    const { logs, clock } = await startAzureClients(NOW, HISTORY_DAYS, { flattenedFrom });
    const query = 'AzureDiagnostics | where modelDeploymentName_s != "" | count';
    const workspace = RESEARCH.workspace.customerId;
    expect(await cellOf(logs, query, workspace)).toBeGreaterThan(3);
    clock.hold(flattenedFrom - 60_000);
    await expect(logs.queryWorkspace(workspace, query, SPAN)).rejects.toMatchObject({ statusCode: 400 });
    const careful = 'AzureDiagnostics | where column_ifexists("modelDeploymentName_s", "") != "" | count';
    expect(await cellOf(logs, careful, workspace)).toBe(0);
  });

  it('was in AzureDiagnostics before the gateway had tables of its own', async () => {
    const dedicatedFrom = NOW - 86_400_000;
    const { logs, azure, clock } = await startAzureClients(NOW, HISTORY_DAYS, { dedicatedFrom });
    clock.advance(3_600_000);
    const legacy = (
      await tableOf(
        logs,
        `AzureDiagnostics | where Category == "GatewayLlmLogs" and promptTokens_d > 0
       | where TimeGenerated < datetime(2026-11-18T15:30:00Z) and not(modelName_s startswith "gpt")
       | summarize sum(promptTokens_d), sum(completionTokens_d)`,
      )
    ).rows[0];
    const { gateway } = (await azure.ledger({ to: dedicatedFrom })).total;
    expect(legacy).toEqual([gateway.promptTokens, gateway.completionTokens]);
  });

  it('carries messages in pieces of 32 KB in order of their numbers', async () => {
    const { logs } = await startAzureClients(NOW, HISTORY_DAYS, { logMessages: true });
    const long = await cellOf(logs, 'ApiManagementGatewayLlmLog | where PromptTokens > 9000 | project CorrelationId');
    const { rows: pieces } = await tableOf(
      logs,
      `ApiManagementGatewayLlmLog | where CorrelationId == "${String(long)}"
       | project CorrelationId, SequenceNumber, PromptTokens, RequestMessages, ResponseMessages
       | order by SequenceNumber asc`,
    );
    expect(pieces.map((row) => row[1])).toEqual(pieces.map((_, at) => at));
    expect(pieces.filter((row) => row[3] !== null).length).toBeGreaterThan(1);
    expect(pieces.at(-1)?.[4]).toMatchObject([{ role: 'assistant' }]);
  });

  it('joins the counts to their caller, and tells a throttled gateway from a throttled Foundry', async () => {
    const { logs } = await startAzureClients(NOW, HISTORY_DAYS, { callsPerDay: 6000 });
    const throttled = 'ApiManagementGatewayLogs | where ResponseCode == 429';
    expect(await cellOf(logs, `${throttled} and isnull(BackendResponseCode) | count`)).toBeGreaterThan(0);
    expect(await cellOf(logs, `${throttled} and BackendResponseCode == 429 | count`)).toBeGreaterThan(0);
    const ids = (
      await tableOf(logs, `${COUNTED} and TimeGenerated < datetime(2026-11-18T15:00:00Z) | project CorrelationId`)
    ).rows.flat();
    const callers = await tableOf(logs, 'ApiManagementGatewayLogs | project CorrelationId, ApimSubscriptionId');
    const callerOf = new Map(callers.rows.map(([id, caller]) => [id, caller]));
    const unknown = ids.filter((id) => (callerOf.get(id) ?? '') === '');
    expect(unknown).toEqual([]);
  });
});

describe('an answer that is not whole', () => {
  it('is a partial one with the first rows when there are more than may be sent', async () => {
    const { logs } = await startAzureClients(NOW, HISTORY_DAYS, { rowLimit: 10 });
    const answer = await logs.queryWorkspace(WORKSPACE, COUNTED, SPAN);
    expect(answer).toMatchObject({
      status: LogsQueryResultStatus.PartialFailure,
      partialError: { code: 'PartialError' },
    });
    expect(answer.status === LogsQueryResultStatus.PartialFailure && answer.partialTables[0]?.rows.length).toBe(10);
  });

  it('is nothing at all from a workspace without data', async () => {
    const { logs, clock } = await startAzureClients(NOW, HISTORY_DAYS, {});
    clock.hold(Date.parse('2026-11-14T23:59:00Z'));
    await expect(logs.queryWorkspace(WORKSPACE, COUNTED, SPAN)).rejects.toMatchObject({ statusCode: 204 });
  });

  it('comes after another try where the first ones were too many', async () => {
    const { logs } = await startAzureClients(NOW, HISTORY_DAYS, { faults: { throttleShare: 0.4 } });
    for (let asked = 0; asked < 3; asked += 1) expect(await cellOf(logs, `${COUNTED} | count`)).toBeGreaterThan(0);
  });

  it.each([
    ['Heartbeat | take 1', 'SemanticError'],
    [`${COUNTED} | where Colour == "red"`, 'SemanticError'],
    [`${COUNTED} | evaluate bag_unpack(RequestMessages)`, 'SyntaxError'],
  ])('is a 400 for %s', async (query, code) => {
    const { logs } = await startAzureClients(NOW, HISTORY_DAYS, {});
    const error: unknown = await logs.queryWorkspace(WORKSPACE, query, SPAN).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ statusCode: 400, code: 'BadArgumentError' });
    expect(JSON.stringify(error)).toContain(code);
  });

  it('is a 403 where the role is missing', async () => {
    const denied = ['Microsoft.OperationalInsights/workspaces/query/read insurer-logs'];
    const { logs } = await startAzureClients(NOW, HISTORY_DAYS, { faults: { denied } });
    await expect(logs.queryWorkspace(WORKSPACE, COUNTED, SPAN)).rejects.toMatchObject({
      code: 'InsufficientAccessError',
    });
    expect(await cellOf(logs, 'AzureDiagnostics | count', RESEARCH.workspace.customerId)).toBeGreaterThan(0);
  });

  it('lacks what was called while logging was off, what the daily cap lost and what is too old', async () => {
    const { logs, azure } = await startAzureClients(NOW, HISTORY_DAYS, {});
    const count = (from: string, to: string): Promise<unknown> =>
      cellOf(
        logs,
        `ApiManagementGatewayLogs | where TimeGenerated between (datetime(${from}) .. datetime(${to})) | count`,
      );
    const morning = ['2026-11-18T12:00:00Z', '2026-11-18T14:00:00Z'] as const;
    expect(await count(...morning)).toBeGreaterThan(0);
    const [from, to] = morning;
    azure.setFaults({ loggingOff: [{ resource: 'insurer-gateway', from, to }] });
    expect(await count(...morning)).toBe(0);
    azure.setFaults({ loggingOff: [], dailyCap: [{ resource: 'insurer-logs', from, to: '2026-11-18T15:00:00Z' }] });
    expect(await count(...morning)).toBe(0);
    azure.setFaults({ dailyCap: [], retention: [{ resource: 'insurer-logs', days: 1 }] });
    expect(await count('2026-11-16T00:00:00Z', '2026-11-17T12:00:00Z')).toBe(0);
    expect(await count(...morning)).toBeGreaterThan(0);
  });
});
