import { Injectable, Inject, Logger } from '@nestjs/common';
import { AuditTrail } from '../audit-trail.js';
import type { Clock } from '../../runtime/clock.js';
import { MINUTE_MS } from '../../usage/window.js';
import { CLOCK } from '../serve.tokens.js';
import type { Caller } from './caller.js';
import type { Right } from './roles.js';

/** A page that asks again and again is one attempt. */
const APART_MS = 10 * MINUTE_MS;
const MOST_REMEMBERED = 10_000;

/** Writes down who tried what they may not: each caller once per right in ten minutes, so that nobody floods the log. */
@Injectable()
export class RefusedAttempts {
  private readonly logger = new Logger('serve');
  private readonly notedAt = new Map<string, number>();

  constructor(
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A log that cannot be written is told, and does not change the answer: it is a refusal in any case. */
  async note(caller: Caller, right: Right, route: string): Promise<void> {
    if (!this.isNew(JSON.stringify([caller.kind, caller.id, caller.name, right]))) return;
    const detail = { right, route: route.slice(0, 200), roles: [...caller.roles] };
    await this.trail.note(caller, { action: 'access.refused', target: null, detail }).catch((error: unknown) => {
      this.logger.error(`A refusal of ${route} could not be written to the audit log: ${String(error)}`);
    });
  }

  private isNew(key: string): boolean {
    const now = this.clock.now();
    const before = this.notedAt.get(key);
    if (before !== undefined && now - before < APART_MS) return false;
    if (this.notedAt.size >= MOST_REMEMBERED) this.notedAt.clear();
    this.notedAt.set(key, now);
    return true;
  }
}
