import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { type AwsPlace, accessTo, awsPlaces } from '../collect/bedrock/aws-places.js';
import { BedrockProfilesReader, wordsOf } from '../collect/bedrock/profiles.reader.js';
import type { SourceConfig } from '../runtime/config/schema.js';
import { LeaseStore } from '../store/lease.store.js';
import type { ProfileStore } from '../store/profiles.store.js';
import type { ProfileArn } from '../usage/profile-arn.js';
import { PIPELINE, SOURCE_CONFIGS } from './collect.job.js';
import type { Pipeline } from './ingest-window.js';
import type { ProfileBook } from './profile-book.js';
import { asStored, resolveProfiles, type Reprice } from './resolve-profiles.js';

export const PROFILE_PARTS = Symbol('ProfileParts');

export interface ProfileParts {
  readonly store: ProfileStore;
  readonly book: ProfileBook;
  readonly reprice: Reprice;
}

const LEASE = 'profiles';

/**
 * Keeps asking what stands behind opaque model ids: every minute for those that were logged, once a day for all that exist,
 * because one that is deleted before its first call is read can be resolved no more.
 */
@Injectable()
export class ProfilesJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('profiles');
  private readonly stop = new AbortController();
  private readonly places: readonly AwsPlace[];
  private readonly readers = new Map<string, BedrockProfilesReader>();
  private running: Promise<void> | null = null;

  constructor(
    @Inject(PROFILE_PARTS) private readonly parts: ProfileParts,
    @Inject(PIPELINE) private readonly pipeline: Pipeline,
    @Inject(LeaseStore) private readonly leases: LeaseStore,
    @Inject(SOURCE_CONFIGS) sources: readonly SourceConfig[],
  ) {
    this.places = awsPlaces(sources);
  }

  /** Nobody waits for it: the service is ready without. */
  onApplicationBootstrap(): void {
    void this.alone(async () => {
      await this.parts.store.retryNow(this.pipeline.clock.now());
      await this.preload();
      await this.resolve();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort(new Error('the service is stopping'));
    await this.running;
    for (const reader of this.readers.values()) reader.close();
  }

  @Cron('30 * * * * *', { timeZone: 'UTC' })
  everyMinute(): Promise<void> {
    return this.alone(() => this.resolve());
  }

  @Cron('45 4 * * *', { timeZone: 'UTC' })
  async everyDay(): Promise<void> {
    await this.running;
    await this.alone(() => this.preload());
  }

  private async resolve(): Promise<void> {
    const accountIds = [...new Set(this.places.map(({ access }) => access.accountId))];
    const { clock } = this.pipeline;
    const readerFor = (profile: ProfileArn) => this.readerOf(profile);
    const done = await this.leases.withLease(LEASE, (lost) =>
      resolveProfiles({ ...this.parts, accountIds, readerFor, clock }, AbortSignal.any([this.stop.signal, lost])),
    );
    // Another instance asks, and this one has to hear what it was told.
    if (done === null) return this.parts.book.load();
    const { result: report } = done;
    if (report.resolved > 0) this.log.log(`${report.resolved} of ${report.asked} profiles were resolved`);
    if (report.repriced.length > 0)
      this.log.log(`stored calls of ${report.repriced.length} profiles were priced again`);
  }

  /** Keeps every profile that exists in the accounts and regions that are read. */
  private async preload(): Promise<void> {
    await this.leases.withLease(LEASE, (lost) => this.keepExisting(AbortSignal.any([this.stop.signal, lost])));
  }

  private async keepExisting(signal: AbortSignal): Promise<void> {
    const known = new Set((await this.parts.store.resolved()).map(({ arn }) => arn));
    for (const { access } of this.places) {
      const reader = this.readerOf(access);
      const listed = await reader.list(signal);
      if (!('found' in listed)) {
        this.log.warn(`profiles are looked up one by one: ${wordsOf(listed)}`);
        continue;
      }
      for (const profile of listed.found.filter(({ arn }) => !known.has(arn))) {
        const whole = await reader.withTags(profile, signal);
        await this.parts.store.keepResolved(asStored(whole), this.pipeline.clock.now());
      }
    }
  }

  private readerOf(place: { readonly accountId: string; readonly region: string }): BedrockProfilesReader {
    const key = `${place.accountId}/${place.region}`;
    const known = this.readers.get(key);
    if (known !== undefined) return known;
    const access = accessTo(this.places, place);
    if (access === null) throw new Error(`no source reads account ${place.accountId}`);
    const reader = new BedrockProfilesReader(access);
    this.readers.set(key, reader);
    return reader;
  }

  /** One at a time; what fails is left for the next run. */
  private alone(work: () => Promise<void>): Promise<void> {
    this.running ??= work()
      .catch((error: unknown) => {
        if (!this.stop.signal.aborted) {
          this.log.warn(`left for the next run: ${error instanceof Error ? error.message : String(error)}`);
        }
      })
      .finally(() => {
        this.running = null;
      });
    return this.running;
  }
}
