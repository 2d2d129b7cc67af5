import type { Source } from '../../api/generated/types.gen.js';
import type { View } from '../../view/view.js';

/** What every part of Log health is given. */
export interface PartProps {
  readonly view: View;
  readonly sources: readonly Source[];
}
