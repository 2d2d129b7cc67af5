import { answerOf } from '../../api/answer.js';
import { endAllSessions, endSession } from '../../api/generated/sdk.gen.js';
import type { OpenSession } from '../../api/generated/types.gen.js';
import { AskOnce } from '../../components/ask-once.js';
import { Refused } from '../../components/refused.js';
import { StateWord } from '../../components/state-word.js';
import { WhoseSegments } from '../../components/whose-segments.js';
import { browserInWords } from '../../figures/access.js';
import { formatMoment } from '../../format/date.js';
import { useMay, useSession } from '../../view/session.js';
import { useChange } from '../../view/use-change.js';
import { words } from '../../words/words.js';

const w = words.access.sessions;

interface SessionsCardProps {
  readonly sessions: readonly OpenSession[];
  readonly ofEverybody: boolean;
  readonly timeZone: string;
  readonly dim: boolean;
}

/** Open sessions; the one that asks is ended by signing out, so that nobody ends it by a slip. */
export function SessionsCard({ sessions, ofEverybody, timeZone, dim }: SessionsCardProps) {
  const mayAll = useMay('administer');
  const isMember = useSession().kind === 'member';
  const end = useChange('sessions', (sessionId: string) => answerOf(endSession({ path: { sessionId } })));
  const endOthers = useChange('sessions', () => answerOf(endAllSessions({ body: {} })));
  return (
    <section className={`card flush c12 ${dim ? 'dim' : ''}`}>
      <header>
        <h2>{w.title}</h2>
        {mayAll && <WhoseSegments ofEverybody={ofEverybody} />}
        {isMember && (
          <span className="push">
            <span role="status" className="small quiet">
              {endOthers.data ? w.ended(endOthers.data.ended) : ''}
            </span>
            <AskOnce
              button={w.endOthers}
              isDisabled={endOthers.isPending}
              title={w.endOthersAsk}
              words={w.endOthersWords}
              yes={w.endOthers}
              no={words.access.members.notYet}
              onYes={() => {
                endOthers.mutate(undefined);
              }}
            />
          </span>
        )}
      </header>
      <p className="px-4 pb-3 quiet">{w.lead}</p>
      <Refused error={end.error ?? endOthers.error} />
      {sessions.length === 0 ? (
        <p className="foot">{w.none}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label={w.title}>
          <table className="table">
            <thead>
              <tr>
                {ofEverybody && <th scope="col">{w.columns.who}</th>}
                <th scope="col">{w.columns.browser}</th>
                <th scope="col">{w.columns.by}</th>
                <th scope="col">{w.columns.opened}</th>
                <th scope="col">{w.columns.seen}</th>
                <th scope="col">{w.columns.expires}</th>
                <th scope="col">
                  <span className="sr-only">{w.columns.act}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {sessions.map(({ sessionId, name, userAgent, openedBy, createdAt, lastSeenAt, expiresAt, current }) => (
                <tr key={sessionId}>
                  {ofEverybody && <th scope="row">{name}</th>}
                  <td title={userAgent ?? undefined}>
                    {userAgent === null ? w.unknownBrowser : browserInWords(userAgent)}
                  </td>
                  <td>{w.by[openedBy]}</td>
                  <td className="whitespace-nowrap">{formatMoment(createdAt, timeZone)}</td>
                  <td className="whitespace-nowrap">{formatMoment(lastSeenAt, timeZone)}</td>
                  <td className="whitespace-nowrap">{formatMoment(expiresAt, timeZone)}</td>
                  <td className="num">
                    {current ? (
                      <StateWord tone="ok">{w.current}</StateWord>
                    ) : (
                      <button
                        type="button"
                        className="btn sm"
                        aria-label={w.endOf(name)}
                        disabled={end.isPending}
                        onClick={() => {
                          end.mutate(sessionId);
                        }}
                      >
                        {w.end}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
