import type { ObservedSetting, SettingReading } from '../../usage/observed-setting.js';
import {
  VERTEX_SETTINGS,
  type LogSink,
  type VertexEntryLog,
  type VertexSettingName,
} from '../../usage/vertex-settings.js';
import { readOrDenied, unreadWords } from '../setting-reading.js';
import type { SettingsSource } from '../settings-source.js';
import { auditFilter, metadataFilter } from './entries-filter.js';
import type { GoogleAccess } from './google-access.js';
import { publisherModelUrl } from './publisher-config.reader.js';
import { auditConfigOf, logBucketOf, publisherModelOf, requestTableOf, sinksOf } from './settings-answers.js';
import { type EntriesQuestion, findEntries, findEntryAt } from './settings-entries.js';
import { findOldestRow } from './settings-oldest-row.js';
import { isDenied, SettingsRequests } from './settings-requests.js';

export interface VertexSettingsOptions {
  readonly access: GoogleAccess;
  /** Locations that are configured, used or metered, with the models that were called there. */
  readonly called: readonly { readonly location: string; readonly model: string | null }[];
  /** The log of inference metadata, where the configuration names it. */
  readonly logName: string | undefined;
  readonly now: () => number;
  /** Told what could not be reached, in words. */
  readonly onUnreachable: (words: string) => void;
}

const LOGS: readonly VertexEntryLog[] = ['inferenceMetadata', 'audit'];
const BUCKET = 'logging.googleapis.com/';

/**
 * How a project keeps the logs of Vertex AI: the switches of its models, tables, sinks, buckets and its audit policy, and the
 * oldest and newest entries that are there. Of the 1,000 requests a day that Cloud Logging allows for its settings, a reading
 * takes two and one for each bucket.
 */
export class VertexSettingsSource implements SettingsSource {
  readonly cloud = 'vertex';
  readonly id: string;
  private readonly requests: SettingsRequests;

  constructor(private readonly options: VertexSettingsOptions) {
    this.id = `vertex ${options.access.projectId}`;
    this.requests = new SettingsRequests(options.access);
  }

  async read(signal: AbortSignal): Promise<ObservedSetting[]> {
    const look = new Look(this.options.access.projectId, this.options.onUnreachable, signal);
    await this.readProject(look, signal);
    const called = [...this.options.called];
    for (const log of LOGS) called.push(...(await this.readEntries(look, log, called, signal)));
    const tables = await this.readModels(look, called, signal);
    for (const table of tables) await this.readTable(look, table, signal);
    return look.seen;
  }

  /** What is set for the project as a whole: its audit policy, its sinks, and the buckets they lead to. */
  private async readProject(look: Look, signal: AbortSignal): Promise<void> {
    const { requests } = this;
    const { projectId } = this.options.access;
    await look.at('auditConfig', '', '', 'resourcemanager.projects.getIamPolicy', projectId, async () =>
      auditConfigOf(await requests.ask(requests.resourceManager(`projects/${projectId}:getIamPolicy`), signal, {})),
    );
    const sinks: LogSink[] = [];
    await look.at('sinks', '', '', 'logging.sinks.list', projectId, async () => {
      const [all, exclusions] = await Promise.all(
        ['sinks', 'exclusions'].map((of) => requests.ask(requests.logging(`projects/${projectId}/${of}`), signal)),
      );
      sinks.push(...sinksOf(all, exclusions));
      return { sinks };
    });
    const buckets = sinks
      .filter(({ name, destination }) => name !== '_Required' && destination.startsWith(BUCKET))
      .map(({ destination }) => destination.slice(BUCKET.length));
    const usual = `projects/${projectId}/locations/global/buckets/_Default`;
    for (const bucket of new Set([...buckets, usual]))
      await look.at('logBucket', '', bucket, 'logging.buckets.get', bucket.split('/')[1] ?? projectId, async () =>
        logBucketOf(await requests.ask(requests.logging(bucket), signal)),
      );
  }

  /** The oldest and newest entries of a log by location; resolves to what they show of the calls. */
  private async readEntries(
    look: Look,
    log: VertexEntryLog,
    called: VertexSettingsOptions['called'],
    signal: AbortSignal,
  ): Promise<VertexSettingsOptions['called']> {
    const { access, logName, now } = this.options;
    const { projectId } = access;
    const filter = log === 'audit' ? auditFilter(projectId) : metadataFilter(projectId, logName);
    const permission = log === 'audit' ? 'logging.privateLogEntries.list' : 'logging.logEntries.list';
    const question: EntriesQuestion = { projectId, log, filter, now: now() };
    const shown: VertexSettingsOptions['called'][number][] = [];
    for (const end of ['newest', 'oldest'] as const) {
      const name = end === 'newest' ? 'newestRecord' : 'oldestRecord';
      const days = new Map<string, string | null>();
      const reading = await look.read(name, log, permission, projectId, async () => {
        const seen = await findEntries(this.requests, question, end, signal);
        for (const [location, day] of seen.days) days.set(location, day);
        shown.push(...seen.models);
        return null;
      });
      if (reading === null) continue;
      const locations = new Set([...called, ...shown].map(({ location }) => location));
      for (const location of new Set([...locations, ...days.keys()])) {
        if (!reading.known) look.note(name, location, log, reading);
        else if (days.has(location))
          look.note(name, location, log, { known: true, value: { day: days.get(location) } });
        else
          await look.at(name, location, log, permission, projectId, async () => ({
            day: await findEntryAt(this.requests, question, end, location, signal),
          }));
      }
    }
    return shown;
  }

  /** The switches of each model in each location; resolves to the tables that rows go to. */
  private async readModels(
    look: Look,
    called: VertexSettingsOptions['called'],
    signal: AbortSignal,
  ): Promise<Set<string>> {
    const { requests } = this;
    const { projectId } = this.options.access;
    const tables = new Set<string>();
    const models = new Map(
      called.flatMap(({ location, model }) =>
        // Versions of a model share its configuration; other makers' models, and the one that counts tokens, are not asked about.
        model === null || model === 'count-tokens'
          ? []
          : [[`${location} ${nameOf(model)}`, { location, model: nameOf(model) }]],
      ),
    );
    for (const { location, model } of models.values()) {
      const url = publisherModelUrl(this.options.access, location, model);
      const permission = 'aiplatform.endpoints.fetchPublisherModelConfig';
      await look.at('publisherModel', location, model, permission, projectId, async () => {
        const setting = publisherModelOf(await requests.ask(url, signal));
        if (setting.requestResponse.table !== null) tables.add(setting.requestResponse.table);
        return setting;
      });
    }
    return tables;
  }

  private async readTable(look: Look, table: string, signal: AbortSignal): Promise<void> {
    const { requests } = this;
    const [project = '', dataset = '', name = ''] = table.split('.');
    const path = `projects/${project}/datasets/${dataset}`;
    let exists = false;
    await look.at('requestTable', '', table, 'bigquery.tables.get', project, async () => {
      const [ofTable, ofDataset] = await Promise.all([
        requests.ask(requests.bigQuery(`${path}/tables/${name}`), signal),
        requests.ask(requests.bigQuery(path), signal),
      ]);
      const { written, ...setting } = requestTableOf(ofTable, ofDataset);
      look.note('newestRecord', '', table, { known: true, value: { day: written } });
      exists = setting.exists;
      return setting;
    });
    if (!exists) return;
    const oldest = await look.read('oldestRecord', table, 'bigquery.jobs.create', this.options.access.projectId, () =>
      findOldestRow(requests, this.options.access.projectId, table, signal),
    );
    // Null is a table too large to ask about for little money: nothing is noted of it.
    if (oldest !== null && !(oldest.known && oldest.value === null)) look.note('oldestRecord', '', table, oldest);
  }
}

function nameOf(model: string): string {
  return model.replace(/^.*\//, '').replace(/@.*$/, '');
}

/** One look at one project: what was seen so far. */
class Look {
  readonly seen: ObservedSetting[] = [];

  constructor(
    private readonly accountId: string,
    private readonly onUnreachable: (words: string) => void,
    private readonly signal: AbortSignal,
  ) {}

  note(name: VertexSettingName, region: string, resource: string, reading: SettingReading): void {
    const scope = { cloud: 'vertex', accountId: this.accountId, region, resource } as const;
    this.seen.push({ scope, name: VERTEX_SETTINGS[name], reading });
  }

  /** Reads a setting and notes it. What cannot be reached is said and left out. */
  async at(
    name: VertexSettingName,
    region: string,
    resource: string,
    permission: string,
    on: string,
    read: () => Promise<unknown>,
  ): Promise<void> {
    const reading = await this.read(name, resource, permission, on, read);
    if (reading !== null) this.note(name, region, resource, reading);
  }

  async read(
    name: VertexSettingName,
    resource: string,
    permission: string,
    on: string,
    read: () => Promise<unknown>,
  ): Promise<SettingReading | null> {
    try {
      return await readOrDenied(permission, on, read, isDenied);
    } catch (error) {
      this.signal.throwIfAborted();
      const what = resource === '' ? name : `${name} of ${resource}`;
      this.onUnreachable(unreadWords(`${what}, project ${this.accountId},`, error));
      return null;
    }
  }
}
