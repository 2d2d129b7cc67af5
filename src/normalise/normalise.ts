import type { Cloud } from '../usage/cloud.js';
import type { RawRecord } from '../usage/raw-record.js';
import type { Normalised } from '../usage/normalised.js';
import { normaliseBedrock } from './bedrock/invocation-log.js';
import { normaliseFoundry } from './foundry/foundry.js';
import { normaliseVertex } from './vertex/vertex-log.js';

/** The clouds whose records can be read. */
export const NORMALISED_CLOUDS = ['bedrock', 'vertex', 'foundry'] as const satisfies readonly Cloud[];

/** What a raw record is. Never throws, whatever the record holds: what cannot be read is rejected with its reason. */
export function normalise(cloud: Cloud, record: RawRecord): Normalised {
  if (cloud === 'bedrock') return normaliseBedrock(record);
  if (cloud === 'foundry') return normaliseFoundry(record);
  if (cloud === 'vertex') return normaliseVertex(record);
  return {
    rejected: {
      reason: 'cloudNotSupported',
      detail: `Records of ${cloud} cannot be read yet; supported: ${NORMALISED_CLOUDS.join(', ')}.`,
    },
  };
}
