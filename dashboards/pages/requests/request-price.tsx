import type { RequestDetail } from '../../api/generated/types.gen.js';
import { SourceLink } from '../../components/source-link.js';
import { parseUsd, plainUsd } from '../../format/money.js';
import { formatExactUsd, formatQuantity } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.requests.detail.price;

/** Why these rates: the book, its entry, the rules that fired, and what would have been. */
export function RequestPrice({ cost, isWhole }: { cost: NonNullable<RequestDetail['cost']>; isWhole: boolean }) {
  return (
    <section>
      <h3>{w.title}</h3>
      <dl className="kv">
        <dt>{w.book}</dt>
        <dd>{cost.book}</dd>
        <dt>{w.entry}</dt>
        <dd>{cost.entry}</dd>
        <dt>{w.tier}</dt>
        <dd>{cost.tier}</dd>
        {cost.consumptionUnits !== null && (
          <>
            <dt>{w.consumptionUnits}</dt>
            <dd>{formatQuantity(cost.consumptionUnits)}</dd>
          </>
        )}
        {cost.rules.map((rule) => (
          <div key={rule.rule} className="contents">
            <dt>{w.rule}</dt>
            <dd>
              {rule.rule}: {rule.words}
              {rule.source && (
                <span className="small block">
                  <SourceLink source={rule.source} />
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {/* Of a part of its tokens nothing can be compared. */}
      {isWhole && <Compared cost={cost} />}
    </section>
  );
}

function Compared({ cost }: { cost: NonNullable<RequestDetail['cost']> }) {
  const saved = parseUsd(cost.withoutCachingUsd) - parseUsd(cost.costUsd);
  const premium = parseUsd(cost.premiumUsd);
  return (
    <div className="pair">
      <div>
        <span className="small quiet block">{w.without}</span>
        <span className="strong">{formatExactUsd(cost.withoutCachingUsd)}</span>{' '}
        <span className="small faint">
          {saved === 0n
            ? w.notCached
            : saved < 0n
              ? w.lost(formatExactUsd(plainUsd(-saved)))
              : w.saved(formatExactUsd(plainUsd(saved)))}
        </span>
      </div>
      <div>
        <span className="small quiet block">{w.global}</span>
        <span className="strong">{formatExactUsd(cost.listBeforePremiumUsd)}</span>{' '}
        <span className="small faint">{premium === 0n ? w.noPremium : w.paid(formatExactUsd(plainUsd(premium)))}</span>
      </div>
    </div>
  );
}
