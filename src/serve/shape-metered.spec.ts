import { describe, expect, it } from 'vitest';
import type { LoggedRow, MeteredRow } from '../store/questions/metered-usage.js';
import { pairMetered, shapeDeliveries } from './shape-metered.js';

const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-opus-5';
const place = { bucket: null, accountId: null, region: 'us-east-1' };

function logged(modelId: string, requests: number, isMetered = true): LoggedRow {
  const tokens = { inputTokens: requests * 10, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: requests };
  return { ...place, modelId, isMetered, requests, failedRequests: 0, ...tokens };
}
function metered(modelId: string, metric: string, value: number): MeteredRow {
  return { ...place, modelId, metric, value };
}

describe('metered beside logged', () => {
  it('compares both spellings of a model, and tells what was not logged', () => {
    const { rows } = pairMetered(
      [logged(PROFILE, 3), logged('us.anthropic.claude-opus-5', 4)],
      [
        metered('us.anthropic.claude-opus-5', 'requests', 9),
        metered('us.anthropic.claude-opus-5', 'inputTokens', 100),
        metered('us.anthropic.claude-opus-5', 'throttles', 5),
      ],
      ['modelId'],
    );
    expect(rows).toMatchObject([
      {
        group: { modelId: 'us.anthropic.claude-opus-5' },
        logged: { requests: 7, inputTokens: 70 },
        metered: { requests: 9, inputTokens: 100, outputTokens: 0 },
        // 9 − 7 calls; 100 − 70 tokens; the seven output tokens were not metered.
        difference: { requests: 2, inputTokens: 30, outputTokens: -7 },
        throttles: 5,
        clientErrors: 0,
      },
    ]);
  });

  it('compares only hours for which the meter has been read', () => {
    const { totals } = pairMetered([logged('a', 3), logged('a', 50, false)], [metered('a', 'requests', 4)], []);
    expect(totals).toMatchObject({
      logged: { requests: 53 },
      compared: { requests: 3 },
      metered: { requests: 4 },
      difference: { requests: 1 },
    });
  });

  it('does not know what was metered where no meter has been read: null, not zero', () => {
    const { totals, rows } = pairMetered([logged('a', 3, false)], [], ['region']);
    expect(rows).toMatchObject([{ logged: { requests: 3 }, metered: null, difference: null, throttles: null }]);
    expect(totals).toMatchObject({ metered: null, compared: null, difference: null });
  });

  it('counts zero where the meter has been read and had nothing to count', () => {
    const { rows } = pairMetered([logged('a', 3)], [], ['modelId']);
    expect(rows).toMatchObject([{ metered: { requests: 0 }, difference: { requests: -3 } }]);
  });

  it('shows models that were never logged, the largest first', () => {
    const { rows } = pairMetered([logged('a', 3)], [metered('b', 'requests', 8)], ['region', 'modelId']);
    expect(rows.map(({ group, difference }) => [group['modelId'], difference?.requests])).toEqual([
      ['b', 8],
      ['a', -3],
    ]);
  });
});

it('tells how the delivery of logs went in each place', () => {
  const here = { accountId: '1', region: 'us-east-1' };
  const rows = [
    { ...here, metric: 'logsDelivered', value: 90 },
    { ...here, metric: 'logsFailed', value: 2 },
  ];
  expect(shapeDeliveries(rows)).toEqual([
    {
      accountId: '1',
      region: 'us-east-1',
      cloudWatch: { delivered: 90, failed: 2 },
      storage: { delivered: 0, failed: 0 },
      largeBodies: { delivered: 0, failed: 0 },
    },
  ]);
});
