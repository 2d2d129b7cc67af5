import type { Message } from '../../usage/alert.js';

/** What is delivered, and the key that stays the same however often it is tried. */
export interface Delivery {
  readonly key: string;
  readonly message: Message;
  /** When it is sent, milliseconds since 1970. */
  readonly now: number;
}

/** A way to tell somebody. */
export interface Channel {
  readonly id: string;
  readonly kind: string;
  /** Checks that it is told of; undefined is all of them. */
  readonly checks: readonly string[] | undefined;
  /** Resolves when the other side has taken it. Throws ChannelFailed. */
  send(delivery: Delivery, signal: AbortSignal): Promise<void>;
}

/** It could not be delivered: what, where, why. The words hold no address, because addresses of webhooks are secrets. */
export class ChannelFailed extends Error {
  override readonly name = 'ChannelFailed';

  constructor(channelId: string, words: string, cause?: unknown) {
    super(`channel ${channelId}: ${words}`, { cause });
  }
}

/** What went wrong, without the address. */
export function failureWords(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason is known';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no answer in time';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : error.message;
}
