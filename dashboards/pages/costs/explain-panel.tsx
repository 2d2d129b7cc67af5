import { useQuery } from '@tanstack/react-query';
import { Dialog } from 'radix-ui';
import { explainQuery } from '../../api/queries.js';
import type { CostsExplained, ExplainedLine, UnpricedUsage } from '../../api/generated/types.gen.js';
import { Icon } from '../../components/icon.js';
import { SourceLink } from '../../components/source-link.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { LIST_RULE } from '../../figures/cost-lines.js';
import { labelOfState, labelOfValue } from '../../figures/labels.js';
import { formatRange } from '../../format/date.js';
import { parseUsd, plainUsd } from '../../format/money.js';
import { formatCompact, formatExact, formatExactUsd, formatQuantity } from '../../format/number.js';
import { useSetSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { EffectiveLines } from './effective-lines.js';

const w = words.costs.explanation;

/** From a total to every line it is made of, each with its price, rule and source. */
export function ExplainPanel({ view }: { view: View }) {
  const setSearch = useSetSearch();
  const explained = useQuery(explainQuery(view.question));
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) setSearch({ panel: undefined });
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="drawer" aria-describedby={undefined}>
          <header>
            <Dialog.Title>{w.title}</Dialog.Title>
            <span className="push">
              <Dialog.Close className="btn icon plain" aria-label={words.frame.close}>
                <Icon name="x" />
              </Dialog.Close>
            </span>
          </header>
          {explained.error ? (
            <Trouble error={explained.error} retry={() => void explained.refetch()} />
          ) : explained.data ? (
            <Lines explained={explained.data} range={formatRange(view.range, view.timeZone)} />
          ) : (
            <section>
              <Skeleton height={320} />
            </section>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function byEntry(lines: readonly ExplainedLine[]): [string, ExplainedLine[]][] {
  const groups = new Map<string, ExplainedLine[]>();
  for (const line of lines) groups.set(line.entry, [...(groups.get(line.entry) ?? []), line]);
  return [...groups];
}

function Lines({ explained, range }: { explained: CostsExplained; range: string }) {
  const sum = explained.lines.reduce((all, line) => all + parseUsd(line.amountUsd), 0n);
  return (
    <>
      <section>
        <p className="quiet small">{range}</p>
        <p>
          <span className="big">
            {explained.totals.costUsd === null ? words.figures.notKnown : formatExactUsd(explained.totals.costUsd)}
          </span>
          <span className="unit">{words.figures.units.usd}</span>
        </p>
        <p className="quiet">{w.lead}</p>
      </section>
      {byEntry(explained.lines).map(([entry, lines]) => (
        <EntryLines key={entry} entry={entry} lines={lines} />
      ))}
      <section>
        <dl className="kv">
          <dt>{w.sum}</dt>
          <dd className="strong">{formatExactUsd(plainUsd(sum))}</dd>
        </dl>
      </section>
      <EffectiveLines explained={explained} />
      {explained.totals.notBilledRequests > 0 && (
        <section>
          <h3>{w.notBilled}</h3>
          <p className="quiet small">{w.notBilledLead(words.figures.requests(explained.totals.notBilledRequests))}</p>
        </section>
      )}
      {explained.unpriced.length > 0 && (
        <section>
          <h3>{w.unpriced}</h3>
          <p className="quiet small">{w.unpricedLead}</p>
          <dl className="kv kv-wide mt-2">
            {explained.unpriced.map((one) => (
              <div key={`${one.modelId} ${one.reason}`} className="contents">
                <dt className="mono">{one.modelId}</dt>
                <dd>
                  {labelOfState(words.figures.values.unpricedReason, one.reason)}
                  <span className="faint small block">
                    {words.figures.requests(one.requests)}, {tokensOf(one)}
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}

/** Requests whose tokens the log does not tell have no count: that is not zero. */
function tokensOf({ reason, tokens }: UnpricedUsage): string {
  if (reason === 'tokensMissing' && tokens === 0) return w.tokensNotKnown;
  return `${formatCompact(tokens)} ${words.figures.units.tokens}`;
}

function keyOf({ class: part, rule, tier, usdPerMillion, multiplier }: ExplainedLine): string {
  return [part, rule, tier, usdPerMillion, multiplier].join(' ');
}

function EntryLines({ entry, lines }: { entry: string; lines: readonly ExplainedLine[] }) {
  const sum = lines.reduce((all, line) => all + parseUsd(line.amountUsd), 0n);
  const first = lines[0];
  const sources = [...new Set(lines.flatMap((line) => line.source ?? []))];
  return (
    <section>
      <h3 className="flex justify-between gap-4">
        <span>
          {first?.model ?? entry} <span className="faint small font-normal">{entry}</span>
        </span>
        <span>{formatExactUsd(plainUsd(sum))}</span>
      </h3>
      <div className="scroll">
        <table className="lines">
          <thead>
            <tr>
              <th scope="col">{words.figures.dimensions.tokenClass}</th>
              <th scope="col" className="num">
                {w.quantity}
              </th>
              <th scope="col" className="num">
                {w.rate}
              </th>
              <th scope="col" className="num">
                {w.multiplier}
              </th>
              <th scope="col" className="num">
                {w.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={keyOf(line)}>
                <td>
                  {labelOfValue('tokenClass', line.class)}
                  <span className="faint small block">
                    {line.rule === LIST_RULE ? w.list : words.requests.detail.rule(line.rule)}
                  </span>
                </td>
                <td className="num">{formatQuantity(line.quantity)}</td>
                <td className="num">{formatExact(line.usdPerMillion)}</td>
                <td className="num quiet">× {formatQuantity(line.multiplier)}</td>
                <td className="num">{formatExact(line.amountUsd)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sources.map((source) => (
        <p key={source} className="small quiet mt-2">
          {w.source}: <SourceLink source={source} />
        </p>
      ))}
    </section>
  );
}
