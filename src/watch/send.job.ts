import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { Clock } from '../runtime/clock.js';
import type { ClaimedNotification, NotificationStore } from '../store/notifications.store.js';
import { ChannelFailed, type Channel } from './channels/channel.js';
import { nextAttemptAt } from './next-attempt.js';

export const SEND_PARTS = Symbol('SendParts');

export interface SendParts {
  readonly notifications: NotificationStore;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly clock: Clock;
}

/** A conversation that lasts longer is given up. */
const SEND_MS = 75_000;
/** Longer than any conversation: what is claimed and not finished by then was on an instance that is gone. */
const CLAIM_MS = 90_000;

/**
 * Delivers what the outbox holds, at least once: it is marked as sent after the other side has taken it, so that a crash
 * between the two sends it again, under the same key.
 */
@Injectable()
export class SendJob implements OnApplicationShutdown {
  private readonly log = new Logger('notify');
  private readonly stop = new AbortController();
  private running: Promise<void> | null = null;

  constructor(@Inject(SEND_PARTS) private readonly parts: SendParts) {}

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort(new Error('the service is stopping'));
    await this.running;
  }

  @Interval(5_000)
  async tick(): Promise<void> {
    if (this.running !== null || this.stop.signal.aborted) return;
    this.running = this.work();
    await this.running;
    this.running = null;
  }

  private async work(): Promise<void> {
    try {
      while ((await sendDue(this.parts, this.stop.signal, this.log)) > 0);
    } catch (error) {
      this.log.warn(`tried again shortly: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** Sends the first due notification of every channel; resolves to how many were sent. */
export async function sendDue(
  { notifications, channels, clock }: SendParts,
  signal: AbortSignal,
  log: { warn(message: string): void },
): Promise<number> {
  if (signal.aborted) return 0;
  const claimed = await notifications.claim(clock.now(), CLAIM_MS);
  const sent = await Promise.all(
    claimed.map(async (notification) => {
      const { notificationId, attempts, createdAt } = notification;
      try {
        await deliver(notification, channels, clock, signal);
      } catch (error) {
        const words = error instanceof ChannelFailed ? error.message : 'the channel failed in an unknown way';
        const isGone = !channels.has(notification.channelId);
        // A stop is nobody's failure: it is due again at once.
        const now = clock.now();
        const dueAt = signal.aborted ? now : isGone ? null : nextAttemptAt(attempts, createdAt.getTime(), now);
        log.warn(`${words}; ${dueAt === null ? 'given up' : 'tried again'}`);
        await notifications.failed(notificationId, words, dueAt);
        return 0;
      }
      await notifications.sent(notificationId, clock.now());
      return 1;
    }),
  );
  return sent.reduce<number>((sum, one) => sum + one, 0);
}

async function deliver(
  { notificationId, channelId, message }: ClaimedNotification,
  channels: ReadonlyMap<string, Channel>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const channel = channels.get(channelId);
  if (channel === undefined) throw new ChannelFailed(channelId, 'it is not configured any more');
  const delivery = { key: notificationId, message, now: clock.now() };
  await channel.send(delivery, AbortSignal.any([signal, AbortSignal.timeout(SEND_MS)]));
}
