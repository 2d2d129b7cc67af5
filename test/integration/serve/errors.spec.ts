import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorsAnswerSchema } from '../../../src/serve/answers/errors.js';
import { schemaDriftAnswerSchema } from '../../../src/serve/answers/schema-drift.js';
import { UsageStore } from '../../../src/store/usage.store.js';
import type { SeenDrift } from '../../../src/store/judged-event.js';
import type { JudgedEvent } from '../../../src/store/judged-event.js';
import { makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

let serving: Serving;
const calls = makeCalls(600);
const whole = `from=${SEEDED.from}&to=${SEEDED.to}`;

beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z');
  await seedUsage(serving.database.pool, calls, []);
});
afterAll(() => serving.stop());

describe('/errors', () => {
  it('counts every failed call once, by code and place, with its share and what is advised', async () => {
    const answer = errorsAnswerSchema.parse(await serving.getJson(`/api/v1/errors?${whole}`));
    const failed = calls.filter(({ event }) => event.outcome === 'failed');
    expect([answer.calls, answer.failed, answer.blocked]).toEqual([calls.length, failed.length, 0]);
    const withCode = (code: string | null) => failed.filter(({ event }) => event.errorCode === code);
    expect(answer.codes.map(({ errorCode, requests, trouble }) => [errorCode, requests, trouble])).toEqual([
      ['ThrottlingException', withCode('ThrottlingException').length, 'throttled'],
      ['ModelStreamErrorException', withCode('ModelStreamErrorException').length, 'modelTrouble'],
    ]);
    for (const code of answer.codes) {
      const ofCode = withCode(code.errorCode);
      expect(code.share).toBe(ofCode.length / calls.length);
      expect(code.places.reduce((sum, { requests }) => sum + requests, 0)).toBe(ofCode.length);
      for (const place of code.places) {
        const isThere = ({ event }: JudgedEvent) =>
          event.modelId === place.modelId && event.accountId === place.accountId && event.region === place.region;
        const failedThere = ofCode.filter(isThere);
        expect(place.share).toBe(failedThere.length / calls.filter(isThere).length);
        expect(place.callers).toBe(new Set(failedThere.map(({ event }) => event.principal).filter(Boolean)).size);
      }
      expect(code.lastAt).toBe(
        ofCode
          .map(({ event }) => event.occurredAt)
          .toSorted()
          .at(-1),
      );
    }
  });

  it('follows filters and the range', async () => {
    const answer = errorsAnswerSchema.parse(
      await serving.getJson(`/api/v1/errors?from=2026-11-01&to=2026-11-08&filter=region=us-east-1&filter=person=ana`),
    );
    const asked = calls.filter(
      ({ event, person }) =>
        event.occurredAt >= '2026-11-01' &&
        event.occurredAt < '2026-11-08' &&
        event.region === 'us-east-1' &&
        person === 'ana',
    );
    expect(answer.calls).toBe(asked.length);
    expect(answer.failed).toBe(asked.filter(({ event }) => event.outcome === 'failed').length);
  });
});

const list = async () => schemaDriftAnswerSchema.parse(await serving.getJson('/api/v1/schema-drift'));

describe('/schema-drift', () => {
  const [call] = calls;
  const eventId = call?.event.eventId ?? '';
  const drift: SeenDrift[] = [
    { kind: 'usageField', name: 'usage.audio_tokens', eventId },
    { kind: 'operation', name: 'Messages', eventId },
  ];

  it('names each finding once, however many records show it, until somebody has seen it', async () => {
    const store = new UsageStore(serving.database.pool, ['UTC']);
    for (let again = 0; again < 3; again += 1) {
      await store.save({ cloud: 'bedrock', sourceId: 'east', events: [], rejected: [], drift }, null);
    }
    const first = await list();
    expect(first.unacknowledged).toBe(2);
    expect(new Set(first.rows.map(({ kind, name }) => `${kind} ${name}`))).toEqual(
      new Set(['operation Messages', 'usageField usage.audio_tokens']),
    );
    const id = first.rows.find(({ kind }) => kind === 'operation')?.id;
    const acknowledged = await fetch(`${serving.url}/api/v1/schema-drift/${id}/acknowledge`, {
      method: 'POST',
      headers: { authorization: `Bearer ${serving.token}` },
    });
    expect(acknowledged.status).toBe(200);
    const after = await list();
    expect([after.unacknowledged, after.rows[1]?.name]).toEqual([1, 'Messages']);
    expect(after.rows[1]?.acknowledgedAt).not.toBeNull();
  });
});
