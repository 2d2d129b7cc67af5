import type { ChannelConfig } from '../../runtime/config/watch-schema.js';
import { type Channel, ChannelFailed, type Delivery, failureWords } from './channel.js';
import { post } from './post.channel.js';
import { teamsPayload } from './teams-card.js';

/** Microsoft Teams, through a flow of the app Workflows. Its address holds a signature and is a secret. */
export class TeamsChannel implements Channel {
  readonly kind = 'teams';
  readonly id: string;
  readonly checks: readonly string[] | undefined;

  constructor(
    private readonly config: Extract<ChannelConfig, { kind: 'teams' }>,
    private readonly baseUrl: string | undefined,
  ) {
    this.id = config.id;
    this.checks = config.checks;
  }

  async send({ key, message }: Delivery, signal: AbortSignal): Promise<void> {
    const { webhookUrl: url, timeoutSeconds, allowPrivateAddresses } = this.config;
    const body = teamsPayload(message, key, this.baseUrl);
    const headers = { 'Content-Type': 'application/json' };
    try {
      await post({ url, headers, body, timeoutMs: timeoutSeconds * 1000, allowPrivateAddresses }, signal);
    } catch (error) {
      throw new ChannelFailed(this.id, `Teams has not taken the message: ${failureWords(error)}`, error);
    }
  }
}
