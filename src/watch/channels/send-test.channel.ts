import { testMessage } from '../message-words.js';
import { ChannelFailed, type Channel } from './channel.js';

/** A test waits no longer than this, whatever the channel's own time-out is. */
const TEST_MS = 60_000;

/** Sends a message that says it is a test, at once and once, past the outbox. */
export async function sendTest(channel: Channel, key: string, now: number): Promise<{ sent: boolean; words: string }> {
  try {
    await channel.send({ key, message: testMessage(now), now }, AbortSignal.timeout(TEST_MS));
    return { sent: true, words: `channel ${channel.id}: the message was taken` };
  } catch (error) {
    if (error instanceof ChannelFailed) return { sent: false, words: error.message };
    throw error;
  }
}
