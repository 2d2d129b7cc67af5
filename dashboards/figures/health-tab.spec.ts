import { expect, it } from 'vitest';
import { readHealth } from '../search-params.js';
import { tabOf } from './health-tab.js';

it.each([
  [{}, 'sources'],
  [{ tab: 'completeness' }, 'completeness'],
  [{ tab: 'of another version' }, 'sources'],
  [{ place: 'bedrock/1/us-east-1' }, 'retention'],
  [{ deployment: 'a b c' }, 'deployments'],
  [{ source: 'a' }, 'sources'],
  [{ tab: 'sources', place: 'bedrock/1/us-east-1' }, 'sources'],
])('an address with %j shows %s', (raw, tab) => {
  expect(tabOf(readHealth(raw))).toBe(tab);
});
