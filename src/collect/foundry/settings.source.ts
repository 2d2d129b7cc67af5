import {
  FOUNDRY_SETTINGS,
  FOUNDRY_TABLES,
  type DiagnosticSetting,
  type DiagnosticSettings,
  type FoundryLog,
  type FoundrySettingName,
} from '../../usage/foundry-settings.js';
import type { ObservedSetting, SettingReading } from '../../usage/observed-setting.js';
import { readOrDenied, unreadWords } from '../setting-reading.js';
import type { SettingsSource } from '../settings-source.js';
import type { AzureAccess } from './azure-access.js';
import {
  apisAnswer,
  diagnosticSettingsAnswer,
  llmDiagnosticAnswer,
  logTableAnswer,
  workspaceAnswer,
} from './settings-answers.js';
import { findRecords } from './settings-records.js';
import { isDenied, SettingsRequests } from './settings-requests.js';

export interface FoundrySettingsOptions {
  readonly access: AzureAccess;
  /** The Foundry resource's id in small letters. */
  readonly accountId: string;
  readonly region: string;
  /** Ids of the gateways before it. */
  readonly gateways: readonly string[];
  readonly now: () => number;
  /** Told what could not be reached, in words. */
  readonly onUnreachable: (words: string) => void;
}

/** How Azure keeps the logs of a Foundry resource and of the gateways before it: where they are led, and what is kept there. */
export class FoundrySettingsSource implements SettingsSource {
  readonly cloud = 'foundry';
  readonly id: string;
  private readonly requests: SettingsRequests;

  constructor(private readonly options: FoundrySettingsOptions) {
    this.id = `foundry ${options.accountId.split('/').at(-1) ?? options.accountId}`;
    this.requests = new SettingsRequests(this.id, options.access);
  }

  async read(signal: AbortSignal): Promise<ObservedSetting[]> {
    const { accountId, gateways } = this.options;
    const look = new Look(this.options, signal);
    const workspaces = new Map<string, string | null>();
    await this.readResource(look, accountId, 'resource', workspaces, signal);
    for (const gateway of gateways) {
      await this.readGateway(look, gateway, signal);
      await this.readResource(look, gateway, 'gateway', workspaces, signal);
    }
    return look.seen;
  }

  /** Where a resource's log is led, what is kept there, and what is there. */
  private async readResource(
    look: Look,
    id: string,
    log: FoundryLog,
    workspaces: Map<string, string | null>,
    signal: AbortSignal,
  ): Promise<void> {
    let led: DiagnosticSettings['settings'] = [];
    const path = `${id}/providers/Microsoft.Insights/diagnosticSettings`;
    await look.at('diagnosticSettings', id, 'Microsoft.Insights/diagnosticSettings/read', id, async () => {
      const answer = await this.requests.ask(path, 'diagnosticSettings', diagnosticSettingsAnswer, signal);
      led = answer?.settings ?? [];
      return { settings: led };
    });
    const toWorkspaces = led.flatMap((setting) =>
      setting.workspace === null ? [] : [{ ...setting, workspace: setting.workspace }],
    );
    for (const setting of toWorkspaces) {
      const { workspace } = setting;
      if (!workspaces.has(workspace)) workspaces.set(workspace, await this.readWorkspace(look, workspace, signal));
      await this.readTable(look, workspace, FOUNDRY_TABLES[log][setting.dedicated ? 'dedicated' : 'legacy'], signal);
    }
    const [first] = toWorkspaces;
    const customerId = first === undefined ? null : (workspaces.get(first.workspace) ?? null);
    if (first !== undefined && customerId !== null)
      await this.readRecords(look, { id, log, customerId }, first, signal);
  }

  /** Notes the workspace; resolves to its own id, by which it is queried. */
  private async readWorkspace(look: Look, workspace: string, signal: AbortSignal): Promise<string | null> {
    let customerId: string | null = null;
    await look.at('workspace', workspace, 'Microsoft.OperationalInsights/workspaces/read', workspace, async () => {
      const answer = await this.requests.ask(workspace, 'workspace', workspaceAnswer, signal);
      customerId = answer?.customerId ?? null;
      return answer?.setting ?? { exists: false, retentionDays: 30, dailyQuotaGb: null, ingestion: 'RespectQuota' };
    });
    return customerId;
  }

  private async readTable(look: Look, workspace: string, table: string, signal: AbortSignal): Promise<void> {
    const id = `${workspace}/tables/${table}`;
    const permission = 'Microsoft.OperationalInsights/workspaces/tables/read';
    await look.at('logTable', id, permission, workspace, async () => {
      const answer = await this.requests.ask(id, 'workspace', logTableAnswer, signal);
      return answer ?? { exists: false, plan: 'Analytics', retentionDays: 30, totalRetentionDays: 30 };
    });
  }

  /** The oldest and newest row of a resource's log. */
  private async readRecords(
    look: Look,
    { id, log, customerId }: { readonly id: string; readonly log: FoundryLog; readonly customerId: string },
    { workspace, dedicated }: DiagnosticSetting,
    signal: AbortSignal,
  ): Promise<void> {
    const { access, now } = this.options;
    const permission = 'Microsoft.OperationalInsights/workspaces/query/read';
    let days: { readonly oldest: string | null; readonly newest: string | null } = { oldest: null, newest: null };
    const reading = await look.read('newestRecord', id, permission, workspace ?? id, async () => {
      days = await findRecords({ id: this.id, access, customerId, log, resourceId: id, dedicated, now: now() }, signal);
      return days;
    });
    if (reading === null) return;
    for (const end of ['oldest', 'newest'] as const)
      look.note(`${end}Record`, id, reading.known ? { known: true, value: { day: days[end] } } : reading);
  }

  /** Whether a gateway writes what it knows of calls to models: for all APIs, and for those that are set by themselves. */
  private async readGateway(look: Look, gateway: string, signal: AbortSignal): Promise<void> {
    const { requests } = this;
    await look.at('gatewayLogging', gateway, 'Microsoft.ApiManagement/service/diagnostics/read', gateway, async () => {
      const of = 'gateway';
      const diagnostic = (path: string) =>
        requests.ask(`${path}/diagnostics/azuremonitor`, of, llmDiagnosticAnswer, signal);
      const apis: { name: string; logs: boolean }[] = [];
      for (const name of (await requests.ask(`${gateway}/apis`, of, apisAnswer, signal)) ?? []) {
        const logs = await diagnostic(`${gateway}/apis/${name}`);
        if (logs !== null) apis.push({ name, logs });
      }
      return { service: await diagnostic(gateway), apis };
    });
  }
}

/** One look at one Foundry resource: what was seen so far. */
class Look {
  readonly seen: ObservedSetting[] = [];

  constructor(
    private readonly options: FoundrySettingsOptions,
    private readonly signal: AbortSignal,
  ) {}

  note(name: FoundrySettingName, resource: string, reading: SettingReading): void {
    const { accountId, region } = this.options;
    this.seen.push({ scope: { cloud: 'foundry', accountId, region, resource }, name: FOUNDRY_SETTINGS[name], reading });
  }

  /** Reads a setting and notes it. What cannot be reached is said and left out. */
  async at(
    name: FoundrySettingName,
    resource: string,
    permission: string,
    on: string,
    read: () => Promise<unknown>,
  ): Promise<void> {
    const reading = await this.read(name, resource, permission, on, read);
    if (reading !== null) this.note(name, resource, reading);
  }

  async read(
    name: FoundrySettingName,
    resource: string,
    permission: string,
    on: string,
    read: () => Promise<unknown>,
  ): Promise<SettingReading | null> {
    try {
      return await readOrDenied(permission, on, read, isDenied);
    } catch (error) {
      this.signal.throwIfAborted();
      this.options.onUnreachable(unreadWords(`${name} of ${resource}`, error));
      return null;
    }
  }
}
