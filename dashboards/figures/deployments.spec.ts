import { expect, it } from 'vitest';
import { keyOfDeployment, lineOfCall } from './deployments.js';

const accountId = '/subscriptions/s/resourcegroups/g/providers/microsoft.cognitiveservices/accounts/insurer';
const line = (name: string, from: string, to: string | null) => ({ accountId, name, from, to });
const LINES = [
  line('care', '2026-11-10T05:30:00.000Z', '2026-11-10T06:20:00.000Z'),
  line('care', '2026-11-10T06:20:00.000Z', null),
  line('desk', '2026-11-01T00:00:00.000Z', null),
];

it.each([
  ['the line of its time', 'care', '2026-11-10T06:00:00Z', 0],
  ['the later one from when the name was made again', 'care', '2026-11-10T06:20:00Z', 1],
  ['the first one before the first look', 'care', '2026-11-01T00:00:00Z', 0],
  ['none where no deployment has the name', 'other', '2026-11-10T06:00:00Z', null],
])('a call was answered by %s', (_, modelId, occurredAt, index) => {
  expect(lineOfCall(LINES, { accountId, modelId, occurredAt })).toBe(index === null ? null : LINES[index]);
});

it('a line is found again by the account’s name, its own and its time', () => {
  expect(new Set(LINES.map(keyOfDeployment)).size).toBe(3);
  expect(LINES.map(keyOfDeployment)[1]).toBe('insurer care 2026-11-10T06:20:00.000Z');
});
