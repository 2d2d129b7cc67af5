import { expect, it } from 'vitest';
import type { DeploymentSpell } from './deployment.js';
import { limitSpans } from './limit-spans.js';
import { HOUR_MS } from './window.js';

const at = (clock: string) => Date.parse(`2026-11-16T${clock}:00Z`);

function spell(from: string, to: string | null, count: number, changed: string | null = null): DeploymentSpell {
  return {
    accountId: 'insurer',
    name: 'care',
    modelFormat: 'Anthropic',
    modelName: 'claude-opus-5',
    modelVersion: '2',
    sku: 'GlobalStandard',
    capacity: count,
    hosting: 'azure',
    endpointScope: 'global',
    rateLimits: [{ key: 'token', count, renewalPeriodSeconds: 60 }],
    state: 'Succeeded',
    changedAt: changed === null ? null : at(changed),
    firstSeenAt: at(from),
    lastSeenAt: at(to ?? from),
    endedAt: to === null ? null : at(to),
  };
}

const day = { from: at('00:00'), to: at('00:00') + 24 * HOUR_MS };

it.each([
  {
    what: 'from the hour in which a deployment was first seen, and not before',
    spells: [spell('09:40', null, 40)],
    spans: [['09:00', null, 40]],
  },
  {
    what: 'from the hour of the last change that the cloud tells of, long before the first look',
    spells: [spell('09:40', '12:10', 40, '04:20'), spell('12:10', null, 80, '12:04')],
    spans: [
      ['04:00', '13:00', 40],
      ['13:00', null, 80],
    ],
  },
  {
    what: 'from the hour after a change was seen',
    spells: [spell('09:40', '12:10', 40), spell('12:10', null, 80)],
    spans: [
      ['09:00', '13:00', 40],
      ['13:00', null, 80],
    ],
  },
  {
    what: 'from a change that was seen as an hour began',
    spells: [spell('09:40', '12:00', 40), spell('12:00', null, 80)],
    spans: [
      ['09:00', '12:00', 40],
      ['12:00', null, 80],
    ],
  },
  {
    what: 'in one span where something else of the deployment changed',
    spells: [spell('09:40', '12:10', 40), spell('12:10', '15:00', 40), spell('15:00', null, 20)],
    spans: [
      ['09:00', '15:00', 40],
      ['15:00', null, 20],
    ],
  },
  {
    what: 'without what lasted for less than to the next hour',
    spells: [spell('09:40', '12:10', 40), spell('12:10', '12:50', 90), spell('12:50', null, 80)],
    spans: [
      ['09:00', '13:00', 40],
      ['13:00', null, 80],
    ],
  },
  {
    what: 'not where the deployment was gone',
    spells: [spell('09:40', '10:20', 40), spell('15:30', null, 40)],
    spans: [
      ['09:00', '11:00', 40],
      ['16:00', null, 40],
    ],
  },
])('limits hold $what', ({ spells, spans }) => {
  expect(
    limitSpans(spells, day).map(({ from, to, rateLimits }) => [
      new Date(from).toISOString().slice(11, 16),
      to === null ? null : new Date(to).toISOString().slice(11, 16),
      rateLimits[0]?.count,
    ]),
  ).toEqual(spans);
});

it('limits that were in force outside of the range alone are left out', () => {
  const spells = [spell('02:00', '05:00', 40), spell('05:00', null, 80)];
  expect(limitSpans(spells, { from: at('06:00'), to: at('07:00') })).toMatchObject([{ from: at('05:00'), to: null }]);
  expect(limitSpans(spells, { from: at('00:00'), to: at('02:00') })).toEqual([]);
});
