import { ApiError } from '../api/answer.js';
import { words } from '../words/words.js';
import { Empty } from './empty.js';

/** A question that failed: in the service's own words where it answered, with a way to ask again. */
export function Trouble({ error, retry }: { error: Error; retry: () => void }) {
  const { states } = words.frame;
  const answered = error instanceof ApiError && error.status !== null;
  return (
    <div role="alert">
      <Empty
        title={answered ? states.failedTitle : states.unreachableTitle}
        action={
          <button type="button" className="btn" onClick={retry}>
            {states.retry}
          </button>
        }
      >
        <p>{answered ? error.message : states.unreachable}</p>
      </Empty>
    </div>
  );
}
