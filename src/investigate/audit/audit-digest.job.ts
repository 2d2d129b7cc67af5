import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Clock } from '../../runtime/clock.js';
import type { AuditStore } from '../../store/audit.store.js';
import { writeAnchor } from './audit-anchor.js';
import { signDigest } from './audit-digest.js';
import type { SigningKey } from '../../runtime/keys/signing-key.js';

export const AUDIT_PARTS = Symbol('AuditParts');

export interface AuditParts {
  readonly store: AuditStore;
  readonly key: SigningKey;
  readonly clock: Clock;
  /** Where the last digest is kept beside the database. */
  readonly anchorFile: string;
}

/** Signs where the audit log is, every hour and when the service stops, in the database and in a file beside it. */
@Injectable()
export class AuditDigestJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('audit');

  constructor(@Inject(AUDIT_PARTS) private readonly parts: AuditParts) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.sign();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sign();
  }

  @Cron('0 * * * *', { timeZone: 'UTC' })
  async sign(): Promise<void> {
    const { store, key, clock, anchorFile } = this.parts;
    try {
      const head = await store.head();
      if (head === null) return;
      const digest = signDigest(head, new Date(clock.now()).toISOString(), key);
      await store.addDigest(digest);
      writeAnchor(anchorFile, digest);
    } catch (error) {
      this.log.error(`the audit log could not be signed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
