import type { SourcedSight } from '../../src/join/group-join.js';
import { JOINS } from '../../src/join/joins.js';
import { reachOf } from '../../src/join/reach.js';
import type { SeenDrift } from '../../src/store/judged-event.js';
import type { UsageStore } from '../../src/store/usage.store.js';
import type { Cloud } from '../../src/usage/cloud.js';
import { groupedBy } from '../../src/usage/grouped-by.js';

/** Saves sights as the sources that tell them would, one after the other; what became of each. */
export async function saveSightsOf(
  usage: UsageStore,
  cloud: Cloud,
  sights: readonly SourcedSight[],
  drift: readonly SeenDrift[] = [],
) {
  const counts = [];
  for (const [sourceId, ofSource] of groupedBy(sights, ({ sourceId: id }) => id)) {
    const grouped = ofSource.map((sight) => {
      const join = JOINS[sight.event.cloud];
      if (join === undefined) throw new Error('not joined');
      return { ...sight, group: join.keyOf(sight), reach: reachOf(sight.event) };
    });
    const saved = await usage.save({ cloud, sourceId, events: [], sights: grouped, rejected: [], drift }, null);
    counts.push({ new: saved.new, merged: saved.merged, duplicate: saved.duplicate });
  }
  return counts;
}
