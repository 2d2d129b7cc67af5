import { describe, expect, it } from 'vitest';
import { dayOfEventId, eventIdOf, eventIdsOfDay } from './event-id.js';

const at = new Date('2026-11-20T23:59:59.999Z');

describe('eventIdOf', () => {
  it('is the same for the same call and another for any other', () => {
    const id = eventIdOf('bedrock', '048219357106', 'r-1', at);
    expect(eventIdOf('bedrock', '048219357106', 'r-1', new Date('2026-11-20T00:00:00Z'))).toBe(id);
    expect(eventIdOf('vertex', '048219357106', 'r-1', at)).not.toBe(id);
    expect(eventIdOf('bedrock', '48219357106', 'r-1', at)).not.toBe(id);
    expect(eventIdOf('bedrock', '048219357106', 'r-2', at)).not.toBe(id);
  });

  it('is a UUID of version 8 that carries its UTC day', () => {
    const id = eventIdOf('bedrock', '048219357106', 'r-1', at);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(dayOfEventId(id)).toBe('2026-11-20');
  });

  it.each(['2026-11-20', '1970-01-01', '2040-02-29'])('lies between the bounds of its day, %s', (day) => {
    const { after, before } = eventIdsOfDay(day);
    for (const time of ['00:00:00.000', '23:59:59.999']) {
      const id = eventIdOf('bedrock', '048219357106', `r-${time}`, new Date(`${day}T${time}Z`));
      expect(after < id && id < before).toBe(true);
    }
    const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
    expect(eventIdOf('bedrock', '048219357106', 'r-1', next) > before).toBe(true);
  });
});
