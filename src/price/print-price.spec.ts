import { describe, expect, it } from 'vitest';
import { pricesSchema } from './prices-schema.js';
import { pricingOf } from './pricing.js';
import { printPrice } from './print-price.js';

const CALL = {
  cloud: 'bedrock',
  model: 'claude-haiku-4-5',
  endpointScope: 'geo',
  occurredAt: '2026-08-19',
  tokens: { input: 1000 },
};

describe('ledgerline price', () => {
  it('prints the premium as a line of its own after the line of its class', () => {
    expect(printPrice({ ...CALL, tokens: { input: 1000, output: 2 } })).toEqual({
      costUsd: '0.001111',
      lines: [
        {
          class: 'input',
          quantity: '1000',
          usdPerMillion: '1',
          multiplier: '1',
          amountUsd: '0.001',
          rule: 'listPrice',
        },
        {
          class: 'input',
          quantity: '1000',
          usdPerMillion: '1',
          multiplier: '0.1',
          amountUsd: '0.0001',
          rule: 'regionalPremium',
        },
        {
          class: 'output',
          quantity: '2',
          usdPerMillion: '5',
          multiplier: '1',
          amountUsd: '0.00001',
          rule: 'listPrice',
        },
        {
          class: 'output',
          quantity: '2',
          usdPerMillion: '5',
          multiplier: '0.1',
          amountUsd: '0.000001',
          rule: 'regionalPremium',
        },
      ],
      unpriced: null,
    });
  });

  it('prints the batch discount as a multiplier, and searches outside of it', () => {
    expect(printPrice({ ...CALL, endpointScope: 'global', batch: true, webSearchRequests: 2 })).toEqual({
      costUsd: '0.0205',
      lines: [
        {
          class: 'input',
          quantity: '1000',
          usdPerMillion: '1',
          multiplier: '0.5',
          amountUsd: '0.0005',
          rule: 'batchDiscount',
        },
        {
          class: 'webSearch',
          quantity: '2',
          usdPerMillion: '10000',
          multiplier: '1',
          amountUsd: '0.02',
          rule: 'webSearch',
        },
      ],
      unpriced: null,
    });
  });

  it('takes a class that is left out for unused, and one that is null for unknown', () => {
    expect(printPrice({ ...CALL, tokens: {} })).toEqual({ costUsd: '0', lines: [], unpriced: null });
    expect(printPrice({ ...CALL, tokens: { input: 5, output: null } })).toEqual({
      costUsd: null,
      lines: [],
      unpriced: 'tokensMissing',
    });
  });

  it.each([
    ['an unknown model', { model: 'claude-opus-5-9' }, 'modelUnknown'],
    ['a name that is not canonical', { model: 'claude-haiku-4-5-20251001' }, 'modelUnknown'],
    ['a model without its scope', { endpointScope: undefined }, 'scopeUnknown'],
    ['a raw id of another maker', { model: undefined, modelId: 'us.amazon.nova-pro-v1:0' }, 'outsideClaude'],
    [
      'an application inference profile',
      {
        model: undefined,
        endpointScope: undefined,
        modelId: 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x',
      },
      'modelUnknown',
    ],
  ])('says why %s has no price', (_, changes, unpriced) => {
    expect(printPrice({ ...CALL, ...changes })).toEqual({ costUsd: null, lines: [], unpriced });
  });

  it('prices fast mode by a Foundry deployment id', () => {
    const usage = {
      cloud: 'foundry',
      modelId: 'claude-fable-5-2-fast',
      endpointScope: 'global',
      occurredAt: '2026-11-10',
      tokens: { input: 1_000_000 },
    };
    expect(printPrice(usage)).toMatchObject({ costUsd: '16', lines: [{ rule: 'fastMode' }] });
  });

  it.each([
    [null, ''],
    ['text', ''],
    [{}, 'cloud'],
    [{ ...CALL, cloud: 'azure' }, 'cloud'],
    [{ ...CALL, model: undefined }, 'model'],
    [{ ...CALL, endpointScope: 'us' }, 'endpointScope'],
    [{ ...CALL, occurredAt: '2026-02-30' }, 'occurredAt'],
    [{ ...CALL, occurredAt: '2026-08-19T10:00:00' }, 'occurredAt'],
    [{ ...CALL, tokens: { input: -1 } }, 'tokens.input'],
    [{ ...CALL, tokens: { input: 1.5 } }, 'tokens.input'],
    [{ ...CALL, tokens: { input: '1000' } }, 'tokens.input'],
    [{ ...CALL, tokens: { cacheWrite1H: 1 } }, 'tokens'],
    [{ ...CALL, speed: 'slow' }, 'speed'],
    [{ ...CALL, webSearchRequests: -1 }, 'webSearchRequests'],
  ])('names the field that is wrong in %j', (input, field) => {
    expect(printPrice(input)).toEqual({ error: { field, message: expect.any(String) } });
  });

  it.each([
    ['an event', { event: CALL }],
    ['what one log of several tells', { sight: { log: 'requestResponse', recordId: '1', event: CALL } }],
  ])('prices %s as it was normalised', (_, normalised) => {
    expect(printPrice(normalised)).toEqual(printPrice(CALL));
  });

  it.each([
    { ignored: { reason: 'countTokens' } },
    { rejected: { reason: 'notJson', detail: 'Not a log record: 7 characters that are not JSON.' } },
  ])('has no price for a record that is no call: %j', (normalised) => {
    expect(printPrice(normalised)).toEqual({
      error: { field: '', message: expect.stringMatching(/no call to price.*(countTokens|notJson)/) },
    });
  });

  it('says that a field is missing', () => {
    expect(printPrice({})).toEqual({
      error: { field: 'cloud', message: 'missing: expected one of bedrock, vertex, foundry, anthropic' },
    });
  });

  it('reads a time at any offset as the instant it is', () => {
    const usage = {
      cloud: 'bedrock',
      model: 'claude-sonnet-5-5',
      endpointScope: 'global',
      tokens: { cacheRead: 1_000_000 },
    };
    // 01:00 on 7 October two hours east of Greenwich is still the 6th in UTC.
    expect(printPrice({ ...usage, occurredAt: '2026-10-07T01:00:00+02:00' })).toMatchObject({ costUsd: '0.2' });
    expect(printPrice({ ...usage, occurredAt: '2026-10-07T02:00:00+02:00' })).toMatchObject({ costUsd: '0.1' });
  });
});

const configured = (prices: unknown) => pricingOf(pricesSchema.parse(prices));

describe('ledgerline price with a configuration', () => {
  const whole = { ...CALL, tokens: { input: 1_000_000 } };

  it('says nothing of terms where there are none', () => {
    expect(Object.keys(printPrice(CALL, configured({})))).toEqual(['costUsd', 'lines', 'unpriced']);
  });

  it('adds what is really paid, and by which terms', () => {
    const terms = [{ name: 'agreement', when: { accountId: '1111*' }, discountPercent: '10' }];
    const pricing = configured({ terms });
    expect(printPrice({ ...whole, accountId: '111122223333' }, pricing)).toMatchObject({
      costUsd: '1.1',
      effectiveUsd: '0.99',
      terms: ['agreement'],
    });
    expect(printPrice({ ...whole, accountId: '2' }, pricing)).toMatchObject({ effectiveUsd: '1.1', terms: [] });
  });

  it('adds a price where only rates of one’s own give one, and none where nothing does', () => {
    const usdPerMillion = { input: '7', cacheRead: '0.7', cacheWrite5m: '8.75', cacheWrite1h: '14', output: '35' };
    const pricing = configured({ terms: [{ name: 'preview', when: { model: '*-mythos-*' }, usdPerMillion }] });
    const preview = { ...whole, model: 'claude-mythos-preview', endpointScope: 'global' };
    const unpriced = { costUsd: null, lines: [], unpriced: 'noRateAtThatTime' };
    expect(printPrice(preview, pricing)).toEqual({ ...unpriced, effectiveUsd: '7', terms: ['preview'] });
    // Rates are of standard speed; fast ones would be another term.
    expect(printPrice({ ...preview, speed: 'fast' }, pricing)).toEqual({ ...unpriced, effectiveUsd: null, terms: [] });
    // A call that used nothing names its term all the same.
    expect(printPrice({ ...preview, tokens: {} }, pricing)).toMatchObject({ effectiveUsd: '0', terms: ['preview'] });
  });

  it('takes the model behind an opaque id from the mappings', () => {
    const modelId = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/ab12cd34ef56';
    const call = {
      cloud: 'bedrock',
      modelId,
      region: 'us-east-1',
      occurredAt: '2026-08-19',
      tokens: { input: 1_000_000 },
    };
    const mappings = [{ name: 'claims', when: { modelId }, model: 'claude-haiku-4-5', endpointScope: 'global' }];
    expect(printPrice(call)).toMatchObject({ costUsd: null });
    expect(printPrice(call, configured({ mappings }))).toMatchObject({ costUsd: '1' });
  });

  it('prices by the corrected book', () => {
    const call = { ...whole, region: 'us-gov-west-1', endpointScope: 'region' };
    expect(printPrice(call)).toMatchObject({ costUsd: '1.2' });
    expect(printPrice(call, configured({ book: { govCloudMultiplier: '1.3' } }))).toMatchObject({ costUsd: '1.3' });
  });
});
