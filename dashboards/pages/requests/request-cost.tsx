import { SourceLink } from '../../components/source-link.js';
import { Swatch } from '../../components/swatch.js';
import { StateWord } from '../../components/state-word.js';
import type { CostLine, RequestDetail } from '../../api/generated/types.gen.js';
import { assignColours } from '../../figures/colours.js';
import { LIST_RULE, splitLines, stripeOf, type LinesByKind } from '../../figures/cost-lines.js';
import { isUnbilled, labelOfValue, notBilledBecause } from '../../figures/labels.js';
import { formatDay, formatDuration, formatTime } from '../../format/date.js';
import { plainUsd } from '../../format/money.js';
import { formatExact, formatExactUsd, formatPercent, formatQuantity, formatWhole } from '../../format/number.js';
import { localDateOf } from '../../format/zone.js';
import { words } from '../../words/words.js';
import { LineSource } from './line-source.js';
import { OwnRates } from './own-rates.js';
import { TokensOnly } from './tokens-only.js';

const w = words.requests.detail;
type Cost = NonNullable<RequestDetail['cost']>;
const COLOURS = assignColours('tokenClass', [], []);

function PartSwatch({ part }: { part: string }) {
  return <Swatch fill={{ kind: 'entity', colour: COLOURS.get(part) ?? 8 }} />;
}

/** What the call cost, line by line: quantity × rate × multiplier, the premium on lines of its own. */
export function RequestCostSection({ detail, timeZone }: { detail: RequestDetail; timeZone: string }) {
  const { event, cost, unpriced } = detail;
  const at = Date.parse(event.occurredAt);
  const facts = [
    event.stopReason && w.stopped(event.stopReason),
    event.errorCode && `${w.error} ${event.errorCode}`,
    `${formatDay(localDateOf(at, timeZone), true)}, ${formatTime(at, timeZone, true)} ${timeZone}` +
      (timeZone === 'UTC' ? '' : ` (${formatTime(at, 'UTC', true)} UTC)`),
    event.latencyMs !== null && w.took(formatDuration(event.latencyMs / 1000)),
    event.firstByteMs !== null && w.first(formatDuration(event.firstByteMs / 1000)),
  ].filter(Boolean);
  return (
    <section>
      <div className="flex flex-wrap gap-x-4 gap-y-1 items-center">
        <StateWord tone={event.outcome === 'ok' ? 'ok' : 'warn'}>{labelOfValue('outcome', event.outcome)}</StateWord>
        <span className="quiet small">{facts.join(' · ')}</span>
      </div>
      {cost && isUnbilled(detail) ? (
        <Unbilled detail={detail} cost={cost} />
      ) : cost ? (
        <CostLines cost={cost} isLowerBound={detail.costState === 'lowerBound'} />
      ) : detail.ownRates ? (
        <OwnRates cost={detail.ownRates} />
      ) : (
        <>
          <p className="big mt-2">{w.notPriced}</p>
          <p className="quiet">{unpriced?.words}</p>
          <TokensOnly tokens={event.tokens} />
        </>
      )}
    </section>
  );
}

/** Nothing is charged for the call itself: why not, and where that is said. */
function Unbilled({ detail, cost }: { detail: RequestDetail; cost: Cost }) {
  const isNotBilled = detail.costState === 'notBilled';
  return (
    <>
      <p className="big mt-2">{isNotBilled ? w.notBilled : w.inRemainder}</p>
      {isNotBilled && <p>{notBilledBecause(detail.event, cost.rules)}</p>}
      {cost.rules.map(({ rule, words: meaning, source }) => (
        <p key={rule} className="quiet mt-1">
          {meaning}
          {source !== null && (
            <span className="small block">
              <SourceLink source={source} />
            </span>
          )}
        </p>
      ))}
    </>
  );
}

function CostLines({ cost, isLowerBound }: { cost: Cost; isLowerBound: boolean }) {
  const lines = splitLines(cost.lines);
  const tokens = lines.list
    .filter((line) => line.class !== 'webSearch')
    .reduce((sum, line) => sum + Number(line.quantity), 0);
  return (
    <>
      <p className="mt-2">
        <span className="big">
          {isLowerBound ? words.figures.atLeast(formatExactUsd(cost.costUsd)) : formatExactUsd(cost.costUsd)}
        </span>
        <span className="unit">
          {words.figures.units.usd}, {w.listPrice}
        </span>
      </p>
      {isLowerBound && <p className="quiet">{words.requests.lowerBound}</p>}
      <div
        className="stripe"
        role="img"
        aria-label={`${w.stripe}: ${stripeOf(lines)
          .map(({ part, share }) => `${labelOfValue('tokenClass', part)} ${formatPercent(share)}`)
          .join(', ')}`}
      >
        {stripeOf(lines).map(({ part, share }) => (
          <i
            key={part}
            className={`sw c${String(COLOURS.get(part) ?? 8)}`}
            style={{ flex: `${String(share)} 0 0` }}
            title={`${labelOfValue('tokenClass', part)}, ${formatPercent(share)}`}
          />
        ))}
      </div>
      <table className="lines">
        <LinesHead />
        <tbody>
          {lines.list.map((line) => (
            <LineRow key={`${line.class} ${line.rule}`} line={line} isPremium={false} />
          ))}
          {lines.premium.length > 0 && (
            <>
              <tr className="mark">
                <td>{w.atList}</td>
                <td className="num">{formatWhole(tokens)}</td>
                <td />
                <td className="x" />
                <td className="num">{formatExact(plainUsd(lines.listUsd))}</td>
              </tr>
              <PremiumRow lines={lines} />
            </>
          )}
          {lines.premium.map((line) => (
            <LineRow key={`${line.class} ${line.rule}`} line={line} isPremium />
          ))}
          <tr className="end">
            <td>{w.total}</td>
            <td className="num">{lines.premium.length === 0 && formatWhole(tokens)}</td>
            <td />
            <td className="x" />
            <td className="num">{formatExactUsd(cost.costUsd)}</td>
          </tr>
          {cost.effectiveCostUsd !== cost.costUsd && (
            <tr className="end">
              <td colSpan={2}>
                {w.afterDiscounts}
                <span className="quiet small block font-normal">{cost.terms.join(', ')}</span>
              </td>
              <td />
              <td className="x" />
              <td className="num">{formatExactUsd(cost.effectiveCostUsd)}</td>
            </tr>
          )}
        </tbody>
      </table>
      {cost.termsHaveChanged && <p className="small quiet mt-2">{w.termsHaveChanged}</p>}
    </>
  );
}

function LinesHead() {
  const { columns } = w;
  return (
    <thead>
      <tr>
        <th scope="col">{columns.class}</th>
        <th scope="col" className="num">
          {columns.quantity}
          <br />
          {columns.quantityUnit}
        </th>
        <th scope="col" className="num">
          {columns.rate}
          <br />
          {columns.rateUnit}
        </th>
        <th scope="col" className="num x">
          {columns.multiplier}
        </th>
        <th scope="col" className="num">
          {columns.amount}
          <br />
          {columns.amountUnit}
        </th>
      </tr>
    </thead>
  );
}

/** The premium as a whole; the lines that follow are its parts. */
function PremiumRow({ lines }: { lines: LinesByKind }) {
  const rules = [...new Set(lines.premium.map((line) => line.rule))];
  return (
    <tr>
      <td colSpan={2}>
        <span className="cls">
          <PartSwatch part="premium" />
          <span>
            {labelOfValue('tokenClass', 'premium')}{' '}
            <span className="faint small">{rules.map((rule) => w.rule(rule)).join(', ')}</span>
          </span>
        </span>
      </td>
      <td />
      <td className="x" />
      <td className="num">{formatExact(plainUsd(lines.premiumUsd))}</td>
    </tr>
  );
}

function LineRow({ line, isPremium }: { line: CostLine; isPremium: boolean }) {
  const name = labelOfValue('tokenClass', line.class);
  const about = [
    !isPremium && line.rule !== LIST_RULE && w.rule(line.rule),
    line.term !== null && w.term(line.term),
  ].filter(Boolean);
  return (
    <tr className={isPremium ? 'part' : ''}>
      <td>
        <span className="cls">
          {!isPremium && <PartSwatch part={line.class} />}
          <span>
            {isPremium ? w.premium(name.toLowerCase()) : name}
            <span className="faint small block">
              {about.map((text) => `${String(text)} · `).join('')}
              <LineSource source={line.source} part={name} />
            </span>
          </span>
        </span>
      </td>
      <td className="num">{formatQuantity(line.quantity)}</td>
      <td className="num">{formatExact(line.usdPerMillion)}</td>
      <td className="num x quiet">× {formatQuantity(line.multiplier)}</td>
      <td className="num">
        {formatExact(line.amountUsd)}
        {line.term !== null && line.effectiveUsd !== null && (
          <span className="quiet small block">{w.paid(formatExact(line.effectiveUsd))}</span>
        )}
      </td>
    </tr>
  );
}
