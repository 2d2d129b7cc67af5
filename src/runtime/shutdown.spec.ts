import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Shutdown } from './shutdown.js';

function setUp() {
  const events: string[] = [];
  const host = Object.assign(new EventEmitter(), { exit: (code: number) => void events.push(`exit ${code}`) });
  const log = { log: () => undefined, warn: (message: string) => void events.push(message) };
  const shutdown = new Shutdown(host, log);
  const open = (name: string) =>
    shutdown.add(name, async () => {
      events.push(`${name} closing`);
      await Promise.resolve();
      events.push(`${name} closed`);
    });
  return { events, host, shutdown, open };
}

describe('shutting down', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('begins with %s and closes what was opened last first', async (signal) => {
    const { events, host, shutdown, open } = setUp();
    open('database');
    open('service');
    expect(events).toEqual([]);
    host.emit(signal);
    await shutdown.run(0);
    expect(events).toEqual(['service closing', 'service closed', 'database closing', 'database closed', 'exit 0']);
  });

  it('ends at once at the second signal', () => {
    const { events, host, shutdown } = setUp();
    shutdown.add('something that hangs', () => new Promise(() => undefined));
    host.emit('SIGINT');
    host.emit('SIGTERM');
    expect(events).toEqual(['exit 130']);
  });

  it('goes on when something cannot be closed, names it, and ends with code 1', async () => {
    const { events, shutdown, open } = setUp();
    open('database');
    shutdown.add('the service', () => Promise.reject(new Error('the port is stuck')));
    await shutdown.run(0);
    expect(events).toEqual([
      'Could not close the service: the port is stuck',
      'database closing',
      'database closed',
      'exit 1',
    ]);
  });

  it('keeps the code it was asked to end with', async () => {
    const { events, shutdown } = setUp();
    await shutdown.run(2);
    expect(events).toEqual(['exit 2']);
  });
});
