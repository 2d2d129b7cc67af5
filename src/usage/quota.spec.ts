import { expect, it } from 'vitest';
import { quotaOf } from './quota.js';

const place = { accountId: '111111111111', region: 'eu-west-1', model: 'claude-opus-5' };
const profile = 'arn:aws:bedrock:eu-west-1:111111111111:application-inference-profile/a1b2c3';

it.each([
  {
    what: 'model, region and kind of endpoint, whatever profile it goes through',
    call: { ...place, cloud: 'bedrock', endpointScope: 'geo', modelId: profile },
    counted: { model: 'claude-opus-5', endpointScope: 'geo', modelId: null },
  },
  {
    what: 'deployment of Foundry, whatever kind of endpoint it is',
    call: { ...place, cloud: 'foundry', endpointScope: 'data-zone', modelId: 'care' },
    counted: { model: 'claude-opus-5', endpointScope: null, modelId: 'care' },
  },
  {
    what: 'throughput that was bought',
    call: { ...place, cloud: 'bedrock', endpointScope: 'provisioned', modelId: 'arn:…:provisioned-model/x' },
    counted: { model: 'claude-opus-5', endpointScope: 'provisioned', modelId: 'arn:…:provisioned-model/x' },
  },
  {
    what: 'id where no model is known behind it',
    call: { ...place, cloud: 'bedrock', model: null, endpointScope: 'unknown', modelId: profile },
    counted: { model: null, endpointScope: 'unknown', modelId: profile },
  },
])('a call counts to its $what', ({ call, counted }) => {
  expect(quotaOf(call)).toMatchObject(counted);
});
