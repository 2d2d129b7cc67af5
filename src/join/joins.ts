import type { Cloud } from '../usage/cloud.js';
import type { MeteredBin } from '../usage/group-facts.js';
import type { Sight } from '../usage/sight.js';
import { groupKeyOfBin } from './foundry-deployments.js';
import { foundryKeyOf, joinFoundryGroup } from './foundry-join.js';
import type { JoinGroup } from './group-join.js';
import { joinVertexGroup } from './vertex-join.js';

/** How a cloud's sights become events: which of them belong together (in the time of a group), and how they are joined. */
export interface CloudJoin {
  readonly keyOf: (sight: Pick<Sight, 'log' | 'event'>) => { readonly region: string; readonly modelKey: string };
  /** The group in which a metered bin counts, where the cloud's meter is part of the join. */
  readonly keyOfBin?: (bin: Pick<MeteredBin, 'deployment' | 'modelId'>) => string;
  readonly join: JoinGroup;
}

/** The clouds that tell of a call in several logs. */
export const JOINS: Readonly<Partial<Record<Cloud, CloudJoin>>> = {
  vertex: {
    // Logs spell the same model with and without its date; the catalogue's name is the same for all.
    keyOf: ({ event: { region, model, modelId } }) => ({ region, modelKey: model ?? modelId }),
    join: joinVertexGroup,
  },
  foundry: { keyOf: foundryKeyOf, keyOfBin: groupKeyOfBin, join: joinFoundryGroup },
};
