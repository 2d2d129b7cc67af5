import { answerOf } from '../../api/answer.js';
import { revokeToken } from '../../api/generated/sdk.gen.js';
import type { ApiToken } from '../../api/generated/types.gen.js';
import { AskOnce } from '../../components/ask-once.js';
import { Refused } from '../../components/refused.js';
import { StateWord } from '../../components/state-word.js';
import { WhoseSegments } from '../../components/whose-segments.js';
import { expiresSoon, TONE_OF_TOKEN, tokensInOrder } from '../../figures/access.js';
import { formatMoment } from '../../format/date.js';
import { useSetSearch } from '../../view/search.js';
import { useMay, useSession } from '../../view/session.js';
import { useChange } from '../../view/use-change.js';
import { words } from '../../words/words.js';

const w = words.access.tokens;

interface TokensCardProps {
  readonly tokens: readonly ApiToken[];
  readonly ofEverybody: boolean;
  readonly now: number;
  readonly timeZone: string;
  readonly dim: boolean;
}

/** Tokens with what they open, when they were last used and how long they live. */
export function TokensCard({ tokens, ofEverybody, now, timeZone, dim }: TokensCardProps) {
  const setSearch = useSetSearch();
  const mayAll = useMay('administer');
  const isToken = useSession().kind === 'token';
  const revoke = useChange('tokens', (tokenId: string) => answerOf(revokeToken({ path: { tokenId } })));
  return (
    <section className={`card flush c12 ${dim ? 'dim' : ''}`}>
      <header>
        <h2>{w.title}</h2>
        {mayAll && <WhoseSegments ofEverybody={ofEverybody} />}
        {!isToken && (
          <span className="push">
            <button
              type="button"
              className="btn sm"
              onClick={() => {
                setSearch({ add: 'token' });
              }}
            >
              {w.add}
            </button>
          </span>
        )}
      </header>
      <p className="px-4 pb-3 quiet">{isToken ? w.isToken : w.lead}</p>
      <Refused error={revoke.error} />
      {tokens.length === 0 ? (
        <p className="foot">{ofEverybody ? w.noneAtAll : w.none}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label={w.title}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{w.columns.name}</th>
                <th scope="col">{w.columns.roles}</th>
                <th scope="col">{w.columns.teams}</th>
                {ofEverybody && <th scope="col">{w.columns.madeBy}</th>}
                <th scope="col">{w.columns.created}</th>
                <th scope="col">{w.columns.lastUsed}</th>
                <th scope="col">{w.columns.expires}</th>
                <th scope="col">
                  <span className="sr-only">{w.columns.act}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tokensInOrder(tokens).map((token) => (
                <tr key={token.tokenId} className={token.state === 'valid' ? '' : 'aside'}>
                  <th scope="row">
                    {token.name}{' '}
                    <span className="mono faint whitespace-nowrap">
                      {token.hint === '' ? w.environment : `${token.hint}…`}
                    </span>
                  </th>
                  <td>{token.roles.map((role) => words.access.roles.names[role]).join(', ')}</td>
                  <td>{token.teams?.join(', ') ?? <span className="quiet">{w.allTeams}</span>}</td>
                  {ofEverybody && <td>{token.madeBy?.name ?? <span className="quiet">{w.noMember}</span>}</td>}
                  <td className="whitespace-nowrap">{formatMoment(token.createdAt, timeZone)}</td>
                  <td className="whitespace-nowrap">
                    {token.lastUsedAt === null ? w.unused : formatMoment(token.lastUsedAt, timeZone)}
                  </td>
                  <td className="whitespace-nowrap">
                    <Expiry token={token} now={now} timeZone={timeZone} />
                  </td>
                  <td className="num">
                    {token.state === 'valid' && (
                      <AskOnce
                        button={w.revoke}
                        isDisabled={revoke.isPending}
                        title={w.revokeAsk(token.name)}
                        words={w.revokeWords}
                        yes={w.revoke}
                        no={words.access.members.notYet}
                        onYes={() => {
                          revoke.mutate(token.tokenId);
                        }}
                      />
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

function Expiry({ token, now, timeZone }: { token: ApiToken; now: number; timeZone: string }) {
  const { state, expiresAt } = token;
  if (state !== 'valid') return <StateWord tone={TONE_OF_TOKEN[state]}>{w.states[state]}</StateWord>;
  if (expiresAt === null) return <StateWord tone="warn">{w.never}</StateWord>;
  const soon = expiresSoon(token, now);
  if (soon === null) return formatMoment(expiresAt, timeZone, true);
  return (
    <span title={formatMoment(expiresAt, timeZone, true)}>
      <StateWord tone="warn">{w.soon(soon)}</StateWord>
    </span>
  );
}
