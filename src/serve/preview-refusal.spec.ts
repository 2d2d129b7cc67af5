import { expect, it } from 'vitest';
import { previewRefusal } from './preview-refusal.js';

const preview = { id: '4', kind: 'preview', state: 'done', from: '2026-10-01', to: null, basis: 'book+rules' } as const;
const confirmation = {
  preview,
  from: undefined,
  to: undefined,
  currentBasis: 'book+rules',
  since: { applyId: null, closedMonth: null },
};

it('lets a preview be confirmed that shows what would happen', () => {
  expect(previewRefusal(confirmation)).toBeNull();
  expect(previewRefusal({ ...confirmation, from: '2026-10-01' })).toBeNull();
});

it.each([
  [{ preview: { ...preview, kind: 'apply' } }, 'Run 4 is no preview'],
  [{ preview: { ...preview, state: 'running' } }, 'Preview 4 is running: only one that is done'],
  [{ preview: { ...preview, state: 'cancelled' } }, 'Preview 4 is cancelled'],
  [{ from: '2026-10-02' }, 'of another range (2026-10-01 to no end)'],
  [{ to: '2026-10-02' }, 'of another range (2026-10-01 to no end)'],
  [{ currentBasis: 'book+others' }, 'made by book+rules, now it is book+others. Make a new preview.'],
  [{ since: { applyId: '5', closedMonth: null } }, 'Run 5 has changed prices since preview 4.'],
  [{ since: { applyId: null, closedMonth: '2026-10' } }, '2026-10 has been closed since preview 4'],
] as const)('refuses %j', (otherwise, words) => {
  expect(previewRefusal({ ...confirmation, ...otherwise })).toContain(words);
});
