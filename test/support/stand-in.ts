import { onTestFinished } from 'vitest';
import { SimulatorClock } from '../../simulator/clock.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/start-simulator.js';

/** A stand-in whose clock stands at an instant, stopped when the test ends. Delivers as the demo does unless told otherwise. */
export async function standInAt(now: number, options: SimulatorOptions = {}): Promise<Simulator> {
  const clock = new SimulatorClock();
  clock.hold(now);
  const simulator = await startSimulator({ clock, historyDays: 2, routes: 'demo', ...options });
  onTestFinished(() => simulator.stop());
  return simulator;
}

/** What a client of an AWS service is made with to reach an account and region of the stand-in. */
export function reach({ endpoint }: Simulator, { accountId, region }: { accountId: string; region: string }) {
  return {
    region,
    endpoint: `${endpoint}/accounts/${accountId}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
}

/** A client that is given back when the test ends. */
export function closing<Client extends { destroy(): void }>(client: Client): Client {
  onTestFinished(() => client.destroy());
  return client;
}

/** The name of the error that a call ends with, or `none`. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}
