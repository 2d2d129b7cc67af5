import { JoinsCard } from './joins-card.js';
import type { PartProps } from './part.js';
import { UnloggedCard } from './unlogged-card.js';
import { UnmeteredCard } from './unmetered-card.js';

/** Do logs tell of every call that was metered, and meters of every call that was logged? */
export function CompletenessPart({ view }: PartProps) {
  return (
    <>
      <UnloggedCard view={view} />
      <UnmeteredCard view={view} />
      <JoinsCard view={view} />
    </>
  );
}
