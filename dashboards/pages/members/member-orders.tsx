import { useState } from 'react';
import { answerOf } from '../../api/answer.js';
import { changeMember, endAllSessions, resetPassword } from '../../api/generated/sdk.gen.js';
import type { Member } from '../../api/generated/types.gen.js';
import { AskOnce } from '../../components/ask-once.js';
import { Refused } from '../../components/refused.js';
import { LOCAL } from '../../figures/access.js';
import { useChange } from '../../view/use-change.js';
import { words } from '../../words/words.js';
import type { Temporary } from './temporary.js';

const w = words.access.members;

interface MemberOrdersProps {
  readonly member: Member;
  readonly onTemporary: (temporary: Temporary) => void;
}

/** What takes effect at once: to lock somebody out or let them in again, and a new temporary password. */
export function MemberOrders({ member, onTemporary }: MemberOrdersProps) {
  const { memberId, name, issuer, disabledAt, secondFactor } = member;
  const path = { memberId };
  const [removesCodes, setRemovesCodes] = useState(false);
  const able = useChange('members', (disabled: boolean) => answerOf(changeMember({ path, body: { disabled } })));
  const reset = useChange(
    'members',
    () => answerOf(resetPassword({ path, body: { removeSecondFactor: removesCodes } })),
    ({ temporaryPassword }) => {
      onTemporary({ name, password: temporaryPassword });
    },
  );
  const end = useChange('sessions', () => answerOf(endAllSessions({ body: { memberId } })));
  return (
    <div className="grid gap-2 border-t border-line pt-4">
      <div className="flex gap-2 flex-wrap items-center">
        {disabledAt === null ? (
          <AskOnce
            button={w.disable}
            isDisabled={able.isPending}
            title={w.disableAsk(name)}
            words={w.disableWords}
            yes={w.disable}
            no={w.notYet}
            onYes={() => {
              able.mutate(true);
            }}
          />
        ) : (
          <button
            type="button"
            className="btn"
            disabled={able.isPending}
            onClick={() => {
              able.mutate(false);
            }}
          >
            {w.enable}
          </button>
        )}
        <button
          type="button"
          className="btn"
          disabled={end.isPending}
          onClick={() => {
            end.mutate(undefined);
          }}
        >
          {w.endSessions}
        </button>
        <span role="status" className="quiet">
          {end.data ? w.ended(end.data.ended) : ''}
        </span>
      </div>
      {issuer === LOCAL && (
        <div className="flex gap-x-4 gap-y-2 flex-wrap items-center">
          <AskOnce
            button={w.reset}
            isDisabled={reset.isPending}
            title={w.resetAsk(name)}
            words={w.resetWords}
            yes={w.reset}
            no={w.notYet}
            onYes={() => {
              reset.mutate(undefined);
            }}
          />
          {secondFactor && (
            <label className="role-choice">
              <input
                type="checkbox"
                checked={removesCodes}
                onChange={(event) => {
                  setRemovesCodes(event.target.checked);
                }}
              />
              {w.resetCodes}
            </label>
          )}
        </div>
      )}
      <Refused error={able.error ?? reset.error ?? end.error} />
    </div>
  );
}
