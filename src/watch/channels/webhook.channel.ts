import type { ChannelConfig } from '../../runtime/config/watch-schema.js';
import { addressOf, headlineOf, textOf } from '../message-words.js';
import { type Channel, ChannelFailed, type Delivery, failureWords } from './channel.js';
import { post } from './post.channel.js';
import { signatureOf } from './webhook-signature.js';

/** Any receiver that takes signed JSON. What it gets, and how it checks it, is in docs/operator.md. */
export class WebhookChannel implements Channel {
  readonly kind = 'webhook';
  readonly id: string;
  readonly checks: readonly string[] | undefined;

  constructor(
    private readonly config: Extract<ChannelConfig, { kind: 'webhook' }>,
    private readonly baseUrl: string | undefined,
  ) {
    this.id = config.id;
    this.checks = config.checks;
  }

  async send({ key, message, now }: Delivery, signal: AbortSignal): Promise<void> {
    const { url, secret, timeoutSeconds, allowPrivateAddresses } = this.config;
    const body = JSON.stringify({
      id: key,
      title: headlineOf(message),
      text: textOf(message, this.baseUrl),
      alerts: message.items.map((item) => ({ ...item, link: addressOf(item.link, this.baseUrl) })),
    });
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'Ledgerline',
      'Idempotency-Key': key,
      'Ledgerline-Signature': signatureOf(body, secret, now),
    };
    try {
      await post({ url, headers, body, timeoutMs: timeoutSeconds * 1000, allowPrivateAddresses }, signal);
    } catch (error) {
      throw new ChannelFailed(this.id, `the receiver has not taken the message: ${failureWords(error)}`, error);
    }
  }
}
