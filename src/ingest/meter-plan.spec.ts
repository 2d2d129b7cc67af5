import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, type Window } from '../usage/window.js';
import { planMeter } from './meter-plan.js';

const at = (text: string) => Date.parse(text);
const reach = (historyDays: number) => ({ historyDays, keptDays: 93 });
const inWords = (windows: readonly Window[]) =>
  windows.map(({ from, to }) => `${new Date(from).toISOString()} ${(to - from) / HOUR_MS} h`);

describe('what is read of a meter', () => {
  it('is the last day again, up to the last hour that has been over for ten minutes', () => {
    const covered = [{ from: at('2026-11-01T00:00Z'), to: at('2026-11-20T12:00Z') }];
    expect(inWords(planMeter(covered, at('2026-11-20T13:12Z'), reach(19)))).toEqual(['2026-11-19T13:00:00.000Z 24 h']);
    expect(inWords(planMeter(covered, at('2026-11-20T13:09Z'), reach(19)))).toEqual(['2026-11-19T12:00:00.000Z 24 h']);
  });

  it('is the whole history at the first start, newest first, a week at a time', () => {
    const planned = planMeter([], at('2026-11-20T13:12Z'), reach(20));
    expect(inWords(planned)).toEqual([
      '2026-11-19T13:00:00.000Z 24 h',
      '2026-11-19T00:00:00.000Z 13 h',
      '2026-11-12T00:00:00.000Z 168 h',
      '2026-11-05T00:00:00.000Z 168 h',
      '2026-10-31T00:00:00.000Z 120 h',
    ]);
  });

  it('is what was missed while the service was down', () => {
    const covered = [{ from: at('2026-10-31T00:00Z'), to: at('2026-11-17T05:00Z') }];
    expect(inWords(planMeter(covered, at('2026-11-20T13:12Z'), reach(20)))).toEqual([
      '2026-11-19T13:00:00.000Z 24 h',
      '2026-11-19T00:00:00.000Z 13 h',
      '2026-11-17T05:00:00.000Z 43 h',
    ]);
  });

  it('is the old history once more when the log tells of models that were not asked for', () => {
    const now = at('2026-11-20T13:12Z');
    const covered = [{ from: at('2026-10-31T00:00Z'), to: at('2026-11-20T13:00Z') }];
    expect(inWords(planMeter(covered, now, reach(20), at('2026-11-07T13:00Z')))).toEqual([
      '2026-11-19T13:00:00.000Z 24 h',
      '2026-11-05T00:00:00.000Z 61 h',
      '2026-10-31T00:00:00.000Z 120 h',
    ]);
  });

  it('never goes back further than the cloud keeps its hours, whatever history is asked for', () => {
    const planned = planMeter([], at('2026-11-20T13:12Z'), { historyDays: 3_650, keptDays: 93 });
    expect(planned.at(-1)?.from).toBe(at('2026-11-20T00:00Z') - 93 * DAY_MS);
  });

  it('is a gap before the history too, as far as the cloud still keeps it', () => {
    const covered = [
      { from: at('2026-07-01T00:00Z'), to: at('2026-08-10T00:00Z') },
      { from: at('2026-08-25T00:00Z'), to: at('2026-11-20T13:00Z') },
    ];
    // 93 days before the 20th of November is the 19th of August: of the two weeks that were missed, six days are left.
    expect(inWords(planMeter(covered, at('2026-11-20T13:12Z'), reach(20)))).toEqual([
      '2026-11-19T13:00:00.000Z 24 h',
      '2026-08-20T00:00:00.000Z 120 h',
      '2026-08-19T00:00:00.000Z 24 h',
    ]);
  });
});
