import { createTransport } from 'nodemailer';
import type { ChannelConfig } from '../../runtime/config/watch-schema.js';
import { headlineOf, textOf } from '../message-words.js';
import { type Channel, ChannelFailed, type Delivery, failureWords } from './channel.js';
import { pinAddress } from './pinned-address.channel.js';

type EmailConfig = Extract<ChannelConfig, { kind: 'email' }>;

/** Plain-text e-mail over SMTP. A repetition carries the same Message-ID, by which readers put it with the first. */
export class EmailChannel implements Channel {
  readonly kind = 'email';
  readonly id: string;
  readonly checks: readonly string[] | undefined;

  constructor(
    private readonly config: EmailConfig,
    private readonly baseUrl: string | undefined,
  ) {
    this.id = config.id;
    this.checks = config.checks;
  }

  async send({ key, message, now }: Delivery, signal: AbortSignal): Promise<void> {
    const { from, to, host } = this.config;
    try {
      const transport = await this.connect();
      // The transport knows no signal: a conversation that goes on too long is left behind.
      const tooLong = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
      );
      const sent = transport.sendMail({
        from,
        to,
        date: new Date(now),
        subject: headlineOf(message),
        text: textOf(message, this.baseUrl),
        messageId: `<${key}@ledgerline>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      await Promise.race([sent, tooLong]).finally(() => transport.close());
    } catch (error) {
      throw new ChannelFailed(this.id, `${host} has not taken the message: ${failureWords(error)}`, error);
    }
  }

  private async connect() {
    const { host, port, tls, username, password, timeoutSeconds, allowPrivateAddresses } = this.config;
    const { address } = await pinAddress(host, allowPrivateAddresses);
    const timeoutMs = timeoutSeconds * 1000;
    return createTransport({
      host: address,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      // The certificate is the name's, not the address's.
      tls: { servername: host },
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      ...(username === undefined ? {} : { auth: { user: username, pass: password ?? '' } }),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}
