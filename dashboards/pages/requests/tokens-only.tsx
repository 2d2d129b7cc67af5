import type { RequestDetail } from '../../api/generated/types.gen.js';
import { labelOfValue } from '../../figures/labels.js';
import { formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.requests.detail;

/** What the log tells of a call that has no cost. */
export function TokensOnly({ tokens }: { tokens: RequestDetail['event']['tokens'] }) {
  const classes = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;
  return (
    <>
      <h3 className="mt-2">{w.tokensOnly}</h3>
      <dl className="kv">
        {classes.map((name) => (
          <div key={name} className="contents">
            <dt>{labelOfValue('tokenClass', name)}</dt>
            <dd>
              {tokens[name] === null
                ? words.figures.notKnown
                : `${formatWhole(tokens[name])} ${words.figures.units.tokens}`}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
