import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf } from '../../api/answer.js';
import { replayQuarantine } from '../../api/generated/sdk.gen.js';
import { useMay } from '../../view/session.js';
import { words } from '../../words/words.js';

const w = words.health.quarantine;

/** Reads the records in quarantine again, and says what became of them. */
export function ReplayButton() {
  const client = useQueryClient();
  const mayOperate = useMay('operate');
  const replay = useMutation({
    mutationFn: () => answerOf(replayQuarantine({ body: {} })),
    // What could be read now is in every figure.
    onSuccess: () => client.invalidateQueries(),
  });
  if (!mayOperate) return null;
  return (
    <span className="push flex-wrap">
      <span className="small quiet" role="status">
        {replay.data && w.replayed(replay.data)}
        {replay.error && `${w.replayFailed} ${replay.error.message}`}
      </span>
      <button
        type="button"
        className="btn sm"
        disabled={replay.isPending}
        onClick={() => {
          replay.mutate();
        }}
      >
        {replay.isPending ? w.replaying : w.replay}
      </button>
    </span>
  );
}
