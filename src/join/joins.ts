import type { Cloud } from '../usage/cloud.js';
import type { UsageEvent } from '../usage/usage-event.js';
import type { JoinGroup } from './group-join.js';
import { joinVertexGroup } from './vertex-join.js';

/** How a cloud's sights become events: which of them belong together (an hour at a time), and how they are joined. */
export interface CloudJoin {
  readonly keyOf: (event: UsageEvent) => { readonly region: string; readonly modelKey: string };
  readonly join: JoinGroup;
}

/** The clouds that tell of a call in several logs. */
export const JOINS: Readonly<Partial<Record<Cloud, CloudJoin>>> = {
  vertex: {
    // Logs spell the same model with and without its date; the catalogue's name is the same for all.
    keyOf: ({ region, model, modelId }) => ({ region, modelKey: model ?? modelId }),
    join: joinVertexGroup,
  },
};
