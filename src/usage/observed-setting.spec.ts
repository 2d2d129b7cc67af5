import { describe, expect, it } from 'vitest';
import { type ObservedSetting, withObserved } from './observed-setting.js';

const scope = { cloud: 'bedrock', accountId: '111122223333', region: 'us-east-1', resource: '/logs' } as const;
const seen = (value: unknown): ObservedSetting => ({ scope, name: 'logGroup', reading: { known: true, value } });

describe('the history of a setting', () => {
  it('is one spell as long as it reads the same, whatever the order of its keys', () => {
    const first = withObserved([], [seen({ days: 90, exists: true })], 1_000);
    expect(withObserved(first, [seen({ exists: true, days: 90 })], 2_000)).toEqual([
      { ...seen({ days: 90, exists: true }), firstSeenAt: 1_000, lastSeenAt: 2_000 },
    ]);
  });

  it('starts a spell at every change, also back to what was before', () => {
    const history = [90, 7, 90].reduce(
      (spells, days, index) => withObserved(spells, [seen({ days })], index * 1_000),
      withObserved([], [], 0),
    );
    expect(history.map(({ reading, firstSeenAt }) => [reading, firstSeenAt])).toEqual([
      [{ known: true, value: { days: 90 } }, 0],
      [{ known: true, value: { days: 7 } }, 1_000],
      [{ known: true, value: { days: 90 } }, 2_000],
    ]);
  });

  it('keeps the settings of other resources apart', () => {
    const other = { ...seen({ days: 90 }), scope: { ...scope, resource: '/others' } };
    const history = withObserved(withObserved([], [seen({ days: 90 })], 0), [other], 1_000);
    expect(history.map(({ lastSeenAt }) => lastSeenAt)).toEqual([0, 1_000]);
  });
});
