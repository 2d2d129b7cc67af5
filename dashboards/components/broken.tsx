import { words } from '../words/words.js';
import { Empty } from './empty.js';

/** The last resort: a fault in a page. The rest of the frame stays usable. */
export function Broken({ error }: { error: unknown }) {
  const { states } = words.frame;
  return (
    <main>
      <div className="card" role="alert">
        <Empty
          title={states.brokenTitle}
          action={
            <button
              type="button"
              className="btn"
              onClick={() => {
                location.reload();
              }}
            >
              {states.reload}
            </button>
          }
        >
          <p>{states.broken}</p>
          <p className="mono">{error instanceof Error ? error.message : String(error)}</p>
        </Empty>
      </div>
    </main>
  );
}
