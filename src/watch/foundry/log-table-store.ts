import {
  FOUNDRY_SETTINGS,
  logTableSchema,
  workspaceSchema,
  type LogTableSetting,
  type WorkspaceSetting,
} from '../../usage/foundry-settings.js';
import { recordDaySchema } from '../../usage/observed-setting.js';
import { arrivalsOf } from '../arrivals.js';
import type { Evidence, Flaw, LogStore } from '../log-keeping.js';
import { evidenceOf, valueOf, whyUnknown, type Latest } from '../settings-of-place.js';
import { goneBefore, holdsOf, horizonOf, oldestEvidence, sinceOf } from '../store-holds.js';
import { ledSpans, METER, type FoundryQuestion, type LoggingResource } from './foundry-question.js';
import {
  analyticsPlan,
  findOutWhySilent,
  keepLogTable,
  liftDailyCap,
  logModelCalls,
  nameOf,
} from './foundry-remedies.js';

/** A table of a workspace that the log of a resource is led to. */
export interface TableRoute {
  readonly workspace: string;
  readonly table: string;
  readonly isWrittenNow: boolean;
}

/** A table of Log Analytics as a store of one resource's log. */
export function logTableStore(question: FoundryQuestion, resource: LoggingResource, route: TableRoute): LogStore {
  const { history, requiredDays, now } = question;
  const { workspace, table, isWrittenNow } = route;
  const id = `${workspace}/tables/${table}`;
  const latest = history.latest(FOUNDRY_SETTINGS.logTable, id, logTableSchema);
  const found = valueOf(latest);
  const ofWorkspace = history.latest(FOUNDRY_SETTINGS.workspace, workspace, workspaceSchema);
  const oldest = history.latest(FOUNDRY_SETTINGS.oldestRecord, resource.id, recordDaySchema);
  const newest = history.latest(FOUNDRY_SETTINGS.newestRecord, resource.id, recordDaySchema);
  const name = `table ${table} of workspace ${nameOf(workspace)}`;
  // A table comes into being with its first row: none is missed where nothing was called.
  const exists = valueOf(ofWorkspace)?.exists !== false && (found?.exists !== false || question.metered === 0);
  const written = ledSpans(resource, (setting) => setting.workspace === workspace);
  const reachesBackTo = Math.max(
    -Infinity,
    ...history
      .values(FOUNDRY_SETTINGS.logTable, id, logTableSchema)
      .flatMap(({ value, to }) => (value.exists ? [horizonOf(value.totalRetentionDays, to)] : [])),
    ...goneBefore(question, resource.log, oldest),
  );
  const since = sinceOf(question, resource.log, written, oldest);
  return {
    name: resource.log === 'gateway' ? `${name} (gateway ${nameOf(resource.id)})` : name,
    resource: resource.log,
    role: resource.log === 'gateway' ? 'beside' : 'main',
    isWrittenNow,
    exists,
    ...keepingOf(latest, ofWorkspace, name),
    holds: holdsOf({ written, seenFrom: resource.values[0]?.from ?? now, since, reachesBackTo, exists }),
    reachesBackTo,
    mayHoldMore: oldest.state === 'denied' || oldest.state === 'never',
    ...arrivalsOf({ place: meteredFor(question, resource), resource: resource.log, newest, meter: METER }),
    flaws: [
      ...workspaceFlaws(workspace, ofWorkspace),
      ...planFlaws(route, found),
      ...(resource.log === 'gateway' ? gatewayFlaws(resource) : []),
    ],
    evidence: [...tableEvidence(latest), ...oldestEvidence(oldest)],
    remedy: keepLogTable(workspace, table, Math.max(requiredDays + 1, found?.retentionDays ?? 0)),
    deliveryRemedy: findOutWhySilent(resource.id, name),
  };
}

/** The meter counts every call of the Foundry resource: that a gateway is silent does not follow from it. */
function meteredFor(question: FoundryQuestion, { log }: LoggingResource): FoundryQuestion {
  return log === 'gateway' && question.metered !== 0 ? { ...question, metered: null } : question;
}

/** A table keeps what it says itself; one that is not there yet will keep what its workspace says. */
function keepingOf(
  table: Latest<LogTableSetting>,
  workspace: Latest<WorkspaceSetting>,
  name: string,
): Pick<LogStore, 'keeping' | 'unknownWords'> {
  if (table.state === 'known' && table.value.exists)
    return kept(table.value.totalRetentionDays, table.value.retentionDays);
  if (table.state === 'known' && workspace.state === 'known')
    return kept(workspace.value.retentionDays, workspace.value.retentionDays);
  const unknown = table.state === 'known' ? workspace : table;
  return {
    keeping: null,
    unknownWords: unknown.state === 'known' ? null : whyUnknown(`how long the ${name} keeps rows`, unknown),
  };
}

function kept(days: number, readableDays: number): Pick<LogStore, 'keeping' | 'unknownWords'> {
  return { keeping: { days, readableDays, endsAt: null, words: [] }, unknownWords: null };
}

/** What the workspace does to everything that is led to it. */
function workspaceFlaws(workspace: string, latest: Latest<WorkspaceSetting>): Flaw[] {
  if (latest.state !== 'known' || !latest.value.exists) return [];
  const { ingestion, dailyQuotaGb } = latest.value;
  const evidence = [evidenceOf(latest.spell, `ingestion ${ingestion}, ${capWords(dailyQuotaGb)}`)];
  const flaw = (code: string, weight: Flaw['weight'], words: string): Flaw => ({
    code,
    weight,
    words,
    evidence,
    action: liftDailyCap(workspace),
  });
  const name = `workspace ${nameOf(workspace)}`;
  if (ingestion === 'OverQuota')
    return [
      flaw(
        'overQuota',
        'breaks',
        `The ${name} has reached its ${capWords(dailyQuotaGb)}: until it begins anew, whatever comes is lost.`,
      ),
    ];
  if (ingestion === 'ForceOff' || ingestion === 'SubscriptionSuspended')
    return [flaw('ingestionOff', 'breaks', `The ${name} takes nothing in (${ingestion}): whatever comes is lost.`)];
  if (ingestion === 'ApproachingQuota')
    return [
      flaw(
        'nearQuota',
        'risks',
        `The ${name} is about to reach its ${capWords(dailyQuotaGb)}; what comes then is lost.`,
      ),
    ];
  return dailyQuotaGb === null
    ? []
    : [
        flaw(
          'dailyCap',
          'notes',
          `The ${name} has a ${capWords(dailyQuotaGb)}: on a day that reaches it, the rest is lost.`,
        ),
      ];
}

function capWords(dailyQuotaGb: number | null): string {
  return dailyQuotaGb === null ? 'no daily cap' : `daily cap of ${dailyQuotaGb} GB`;
}

/** Tables of other plans are queried in other ways, which leave out our readings as well as people's. */
function planFlaws({ workspace, table }: TableRoute, found: LogTableSetting | null): Flaw[] {
  if (found === null || !found.exists || found.plan === 'Analytics') return [];
  const words = `The table ${table} is of the plan ${found.plan}: it answers only a part of the query language, and its queries are billed.`;
  return [{ code: 'tablePlan', weight: 'risks', words, evidence: [], action: analyticsPlan(workspace, table) }];
}

/** A gateway leads its log, but writes it only where it is told to. */
function gatewayFlaws({ id, llm }: LoggingResource): Flaw[] {
  const gateway = `gateway ${nameOf(id)}`;
  if (llm.state !== 'known') {
    const words = whyUnknown(`whether the ${gateway} logs calls to models`, llm);
    return [{ code: 'gatewayLoggingUnknown', weight: 'blinds', words, evidence: [], action: null }];
  }
  const { service, apis } = llm.value;
  const evidence = [evidenceOf(llm.spell, service === true ? 'on for all APIs' : 'not on for all APIs')];
  const action = logModelCalls(id);
  if (service !== true && !apis.some(({ logs }) => logs)) {
    const words = `The ${gateway} is not told to log calls to models: its table stays empty.`;
    return [{ code: 'modelCallsNotLogged', weight: 'breaks', words, evidence, action }];
  }
  const without = apis.filter(({ logs }) => !logs).map(({ name }) => name);
  if (without.length === 0) return [];
  const words = `The ${gateway} does not log calls to models of the APIs ${without.join(', ')}.`;
  return [{ code: 'apisNotLogged', weight: 'risks', words, evidence, action }];
}

function tableEvidence(latest: Latest<LogTableSetting>): Evidence[] {
  if (latest.state === 'never') return [];
  const table = valueOf(latest);
  if (table === null) return [evidenceOf(latest.spell, 'not known')];
  const words = table.exists
    ? `plan ${table.plan}, ${table.retentionDays} days to query, ${table.totalRetentionDays} in all`
    : 'does not exist: no row has come yet';
  return [evidenceOf(latest.spell, words)];
}
