import type { PartProps } from './part.js';
import { PlacesCard } from './places-card.js';
import { SettingsCard } from './settings-card.js';

/** Where are the clouds' own logs kept, for how long, and what was changed about it? */
export function RetentionPart({ view: { timeZone } }: PartProps) {
  return (
    <>
      <PlacesCard timeZone={timeZone} />
      <SettingsCard timeZone={timeZone} />
    </>
  );
}
