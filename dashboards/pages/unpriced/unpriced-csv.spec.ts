import { expect, it } from 'vitest';
import { unpricedCsv } from './unpriced-csv.js';

it('the file has the total first, the code of each reason, and no count where the log tells none', () => {
  const head = {
    range: '1 – 20 Nov 2026',
    timeZone: 'UTC',
    filters: 'none',
    explained: { completeUpTo: '2026-11-20T13:00:00Z', priceBook: '2026-11-09' },
  };
  const lines = unpricedCsv(head, [
    { modelId: 'profile/abc', reason: 'modelUnknown', requests: 5, tokens: 700 },
    { modelId: 'claude-opus-5', reason: 'tokensMissing', requests: 9, tokens: 0 },
  ]);
  expect(lines.slice(1, 6)).toEqual([
    ['Range', '1 – 20 Nov 2026'],
    ['Time zone', 'UTC'],
    ['Complete up to', '2026-11-20T13:00:00Z'],
    ['Price book', '2026-11-09'],
    ['Filters', 'none'],
  ]);
  expect(lines.slice(7).map((line) => line.slice(0, 4))).toEqual([
    ['Model as called', 'Reason', 'Requests', 'Known tokens'],
    ['Total', '', '14', '700'],
    ['profile/abc', 'modelUnknown', '5', '700'],
    ['claude-opus-5', 'tokensMissing', '9', ''],
  ]);
  expect(lines.flat().join('\n')).not.toContain('`');
});
