import type { ChannelConfig } from '../../runtime/config/watch-schema.js';
import { type Channel, ChannelFailed, type Delivery, failureWords } from './channel.js';
import { pagerDutyEvents } from './pagerduty-events.js';
import { post } from './post.channel.js';

/** PagerDuty, through its Events API v2: an incident for each alert, which ends with it. */
export class PagerDutyChannel implements Channel {
  readonly kind = 'pagerduty';
  readonly id: string;
  readonly checks: readonly string[] | undefined;

  constructor(
    private readonly config: Extract<ChannelConfig, { kind: 'pagerduty' }>,
    private readonly baseUrl: string | undefined,
  ) {
    this.id = config.id;
    this.checks = config.checks;
  }

  /** One event after the other, in order. When one is refused all are sent again, which changes nothing of those before. */
  async send({ key, message }: Delivery, signal: AbortSignal): Promise<void> {
    const { eventsUrl: url, routingKey, timeoutSeconds, allowPrivateAddresses } = this.config;
    const headers = { 'Content-Type': 'application/json' };
    try {
      for (const event of pagerDutyEvents(message, key, { routingKey, baseUrl: this.baseUrl })) {
        const body = JSON.stringify(event);
        await post({ url, headers, body, timeoutMs: timeoutSeconds * 1000, allowPrivateAddresses }, signal);
      }
    } catch (error) {
      throw new ChannelFailed(this.id, `PagerDuty has not taken the message: ${failureWords(error)}`, error);
    }
  }
}
