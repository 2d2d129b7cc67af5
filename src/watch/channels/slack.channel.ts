import type { ChannelConfig } from '../../runtime/config/watch-schema.js';
import { type Channel, ChannelFailed, type Delivery, failureWords } from './channel.js';
import { post } from './post.channel.js';
import { slackPayload } from './slack-blocks.js';

/** Slack, through an incoming webhook. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export class SlackChannel implements Channel {
  readonly kind = 'slack';
  readonly id: string;
  readonly checks: readonly string[] | undefined;

  constructor(
    private readonly config: Extract<ChannelConfig, { kind: 'slack' }>,
    private readonly baseUrl: string | undefined,
  ) {
    this.id = config.id;
    this.checks = config.checks;
  }

  async send({ key, message }: Delivery, signal: AbortSignal): Promise<void> {
    const { webhookUrl: url, timeoutSeconds, allowPrivateAddresses } = this.config;
    const body = JSON.stringify(slackPayload(message, key, this.baseUrl));
    const headers = { 'Content-Type': 'application/json' };
    try {
      await post({ url, headers, body, timeoutMs: timeoutSeconds * 1000, allowPrivateAddresses }, signal);
    } catch (error) {
      throw new ChannelFailed(this.id, `Slack has not taken the message: ${failureWords(error)}`, error);
    }
  }
}
