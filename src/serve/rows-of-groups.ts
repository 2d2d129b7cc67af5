import type { UsageRow } from '../store/questions/usage-by-group.js';
import type { PriceSums } from '../store/questions/usage-sums.js';
import { compareRows, sumPrices } from './shape-usage.js';
import { groupedBy } from '../usage/grouped-by.js';

interface PartOfGroup extends Pick<UsageRow, 'bucket' | 'group'> {
  readonly sums: PriceSums;
}

/** The parts of one bucket and group. */
export interface GroupedParts<Part> {
  readonly bucket: string | null;
  readonly group: UsageRow['group'];
  readonly parts: readonly Part[];
}

/** Parts put together by bucket and group: by bucket, then the largest first by a measure of the whole group. */
export function byBucketAndGroup<Part extends PartOfGroup>(
  parts: readonly Part[],
  sizeOf: (sums: PriceSums) => bigint,
): GroupedParts<Part>[] {
  const groups = groupedBy(parts, ({ bucket, group }) => JSON.stringify([bucket, group]));
  return [...groups.values()]
    .flatMap((members) => {
      const [first] = members;
      if (first === undefined) return [];
      return [{ bucket: first.bucket, group: first.group, parts: members, size: sizeOf(sumPrices(members)) }];
    })
    .toSorted(compareRows)
    .map(({ bucket, group, parts: members }) => ({ bucket, group, parts: members }));
}
