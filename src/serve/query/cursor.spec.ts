import { describe, expect, it } from 'vitest';
import { cursorOf, readCursor, readNumberCursor } from './cursor.js';

const row = { eventId: '51b10000-0000-8000-8000-000000000000', occurredAtMicros: '1764547200000001', costPico: 37n };

const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('cursors', () => {
  it('come back as the row that they were made from', () => {
    expect(readCursor(cursorOf('time', row), 'time')).toEqual({ value: '1764547200000001', eventId: row.eventId });
    expect(readCursor(cursorOf('cost', row), 'cost')).toEqual({ value: '37', eventId: row.eventId });
    const unpriced = cursorOf('cost', { ...row, costPico: null });
    expect(readCursor(unpriced, 'cost')).toEqual({ value: null, eventId: row.eventId });
    expect(readCursor(undefined, 'time')).toBeNull();
  });

  it.each([
    cursorOf('cost', row),
    '',
    'abc',
    made(['time', null, row.eventId]),
    made(['time', "1'; drop table usage_event", row.eventId]),
    made(['time', '1', 'not-an-id']),
    made({}),
  ])('are refused when they are not of this order: %j', (cursor) => {
    expect(() => readCursor(cursor, 'time')).toThrow(/start without a cursor/);
  });

  it('of numbers are numbers', () => {
    expect([readNumberCursor('17'), readNumberCursor(undefined)]).toEqual(['17', null]);
    expect(() => readNumberCursor('-1')).toThrow(/start without a cursor/);
  });
});
