import { describe, expect, it } from 'vitest';
import { CLOUDS } from '../usage/cloud.js';
import { addDays } from '../usage/time-zone.js';
import { lifecycleOf, standingOn } from './model-catalogue-lifecycle.js';
import { contextWindow, minimumCacheableTokens, tokenizerOf } from './model-catalogue-windows.js';
import { MODEL_CATALOGUE, MODEL_FAMILIES, successorOf } from './model-catalogue.js';

describe('a successor', () => {
  it.each([
    ['claude-3-opus', 'claude-opus-4'],
    ['claude-opus-4', 'claude-opus-4-1'],
    ['claude-opus-4-1', 'claude-opus-4-5'],
    ['claude-sonnet-4-6', 'claude-sonnet-5'],
    ['claude-haiku-4-5', 'claude-haiku-5-5'],
    ['claude-mythos-preview', 'claude-mythos-5'],
    ['claude-2', 'claude-2-1'],
    ['claude-2-1', null],
    ['claude-fable-5-2', null],
    ['claude-unheard-of', null],
  ])('of %s is %s', (model, successor) => {
    expect(successorOf(model)).toBe(successor);
  });

  it('is the next of its family, so that one leads to every other', () => {
    for (const family of MODEL_FAMILIES) {
      const models = MODEL_CATALOGUE.filter((entry) => entry.family === family).map(({ model }) => model);
      expect(models.map(successorOf)).toEqual([...models.slice(1), null]);
    }
  });
});

describe('the standing of a model', () => {
  it.each([
    ['claude-opus-4-1', 'anthropic', '2025-08-04', 'unreleased'],
    ['claude-opus-4-1', 'anthropic', '2025-08-05', 'current'],
    // 60 days before it was retired
    ['claude-opus-4-1', 'anthropic', '2026-06-05', 'current'],
    ['claude-opus-4-1', 'anthropic', '2026-06-06', 'deprecated'],
    ['claude-opus-4-1', 'anthropic', '2026-08-04', 'deprecated'],
    ['claude-opus-4-1', 'anthropic', '2026-08-05', 'retired'],
    ['claude-sonnet-4-5', 'foundry', '2026-11-20', 'deprecated'],
    ['claude-sonnet-4-5', 'foundry', '2026-11-30', 'retired'],
    ['claude-opus-5', 'bedrock', '2026-11-20', 'current'],
    ['claude-sonnet-4', 'vertex', '2026-05-01', 'deprecated'],
    // Bedrock has published no day, although the maker has.
    ['claude-sonnet-4', 'bedrock', '2026-11-20', 'unknown'],
    ['claude-opus-4-1', 'vertex', '2026-11-20', 'unknown'],
    ['claude-unheard-of', 'anthropic', '2026-11-20', 'unknown'],
  ] as const)('%s on %s on %s is %s', (model, cloud, day, standing) => {
    expect(standingOn(model, cloud, day)).toBe(standing);
  });

  it('has dates in order, of models that the catalogue knows', () => {
    for (const { model, releasedOn } of MODEL_CATALOGUE) {
      for (const cloud of CLOUDS) {
        const { deprecatedBy, retiredOn, notRetiredBefore } = lifecycleOf(model, cloud);
        const known = [releasedOn, deprecatedBy, retiredOn].flatMap((day) => day ?? []);
        expect(known).toEqual(known.toSorted());
        // A year after the release, as the maker promises.
        const promised = releasedOn === null || notRetiredBefore === null ? null : addDays(releasedOn, 365);
        expect(promised === null || (notRetiredBefore ?? '') >= promised).toBe(true);
      }
    }
  });

  it('is not known from the maker’s dates on clouds that set their own', () => {
    expect(lifecycleOf('claude-3-opus', 'bedrock')).toEqual({
      deprecatedBy: null,
      retiredOn: null,
      notRetiredBefore: null,
    });
    expect(lifecycleOf('claude-3-opus', 'anthropic').retiredOn).toBe('2026-01-05');
  });
});

describe('the context window', () => {
  it.each([
    ['claude-3-haiku', 'bedrock', '2026-01-01', 200_000],
    ['claude-sonnet-4', 'anthropic', '2025-08-11', 200_000],
    ['claude-sonnet-4', 'anthropic', '2025-08-12', 1_000_000],
    ['claude-sonnet-4', 'anthropic', '2026-04-29', 1_000_000],
    ['claude-sonnet-4', 'anthropic', '2026-04-30', 200_000],
    ['claude-sonnet-4-5', 'vertex', '2026-03-30', 1_000_000],
    ['claude-sonnet-4-5', 'bedrock', '2026-03-31', 200_000],
    ['claude-opus-4-5', 'anthropic', '2026-11-20', 200_000],
    ['claude-opus-4-6', 'vertex', '2026-02-05', 1_000_000],
    ['claude-opus-4-8', 'foundry', '2026-07-07', 200_000],
    ['claude-opus-4-8', 'foundry', '2026-07-08', 1_000_000],
    ['claude-opus-4-8', 'bedrock', '2026-06-01', 1_000_000],
    ['claude-haiku-5-5', 'anthropic', '2026-11-20', null],
    ['claude-mythos-preview', 'bedrock', '2026-11-20', null],
    ['claude-unheard-of', 'bedrock', '2026-11-20', null],
  ] as const)('of %s on %s on %s is %s', (model, cloud, day, tokens) => {
    expect(contextWindow(model, cloud, day)).toBe(tokens);
  });
});

describe('tokens', () => {
  it.each([
    ['claude-3-haiku', 'until-4-6'],
    ['claude-sonnet-4-6', 'until-4-6'],
    ['claude-mythos-preview', 'since-4-7'],
    ['claude-opus-4-7', 'since-4-7'],
    ['claude-haiku-5-5', 'since-4-7'],
  ] as const)('of %s are counted as %s', (model, tokenizer) => {
    expect(tokenizerOf(model)).toBe(tokenizer);
  });

  it.each([
    ['claude-opus-5', 512],
    ['claude-sonnet-4-5', 1024],
    ['claude-3-5-haiku', 2048],
    ['claude-haiku-4-5', 4096],
    ['claude-3-opus', null],
  ])('of %s are cached from %s on', (model, tokens) => {
    expect(minimumCacheableTokens(model)).toBe(tokens);
  });
});
