import { ApiError } from '../../api/answer.js';
import { words } from '../../words/words.js';

/** Why a step was refused, in the service's own words. */
export function SignInError({ error }: { error: Error | null }) {
  if (error === null) return null;
  const answered = error instanceof ApiError && error.status !== null;
  return (
    <p role="alert" className="text-alert">
      {answered ? error.message : words.frame.states.unreachableTitle}
    </p>
  );
}
