import { ApiError } from '../api/answer.js';
import { words } from '../words/words.js';

/** What the service answered to an order that it did not take, in its own words. */
export function Refused({ error }: { error: Error | null }) {
  if (error === null) return null;
  const answered = error instanceof ApiError && error.status !== null;
  return (
    <div role="alert" className="refused">
      <p className="strong">{words.corrections.apply.refused}</p>
      <p>{answered ? error.message : words.frame.states.unreachableTitle}</p>
    </div>
  );
}
