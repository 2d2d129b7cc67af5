import { useMeta } from '../view/meta.js';
import { useSetSearch } from '../view/search.js';
import { useSession } from '../view/session.js';
import type { View } from '../view/view.js';
import { words } from '../words/words.js';
import { CopyButton } from './copy-button.js';
import { Empty } from './empty.js';

const PERMISSION = `{
  "Effect": "Allow",
  "Action": "logs:FilterLogEvents",
  "Resource": "arn:aws:logs:REGION:ACCOUNT:log-group:LOG_GROUP:*"
}`;

/** No calls: says why, and what would help. */
export function NothingHere({ view }: { view: View }) {
  const setSearch = useSetSearch();
  const { demo } = useMeta();
  const { teams } = useSession();
  const w = words.frame.states;
  if (teams?.length === 0) {
    return (
      <Empty title={w.noTeamTitle}>
        <p>{w.noTeam}</p>
      </Empty>
    );
  }
  if (view.sources?.length === 0) {
    return (
      <Empty title={w.noSourceTitle}>
        <p>{w.noSource}</p>
        <div className="flex items-start gap-1">
          <pre>{PERMISSION}</pre>
          <CopyButton text={PERMISSION} what="IAM" />
        </div>
        {!demo && <p>{w.noSourceDemo}</p>}
      </Empty>
    );
  }
  const filtered = view.filter.length > 0;
  const read = view.knowledge.isRead({
    fromMs: view.range.fromMs,
    toMs: Math.min(view.range.toMs, view.knowledge.knownUpToMs),
  });
  return (
    <Empty
      title={w.emptyTitle}
      action={
        <>
          {filtered && (
            <button
              type="button"
              className="btn"
              onClick={() => {
                setSearch({ filter: undefined });
              }}
            >
              {words.frame.filter.removeAll}
            </button>
          )}
          {view.range.preset !== 'last90' && (
            <button
              type="button"
              className="btn"
              onClick={() => {
                setSearch({ range: 'last90', from: undefined, to: undefined, bucket: undefined });
              }}
            >
              {w.widen}
            </button>
          )}
        </>
      }
    >
      <p>{!read ? w.emptyCollecting : filtered ? w.emptyFiltered : w.emptyRange}</p>
    </Empty>
  );
}
