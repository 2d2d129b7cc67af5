import { useQuery } from '@tanstack/react-query';
import { Link, linkOptions } from '@tanstack/react-router';
import { unloggedQuery } from '../../api/operations-queries.js';
import type { UnloggedRow } from '../../api/generated/types.gen.js';
import { costsQuery, quarantineQuery } from '../../api/queries.js';
import { Skeleton } from '../../components/skeleton.js';
import { StateWord } from '../../components/state-word.js';
import type { Tone } from '../../figures/tone.js';
import { attentionOf, unloggedOf, URGENCY, type Attention as Item } from '../../figures/attention.js';
import { parseUsd } from '../../format/money.js';
import { formatCompact, formatPercent, formatUsd } from '../../format/number.js';
import type { CommonSearch } from '../../search-params.js';
import { useCommonSearch } from '../../view/search.js';
import { useMay } from '../../view/session.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const w = words.overview.attention;
const TONES: Readonly<Record<'act' | 'watch' | 'note', Tone>> = { act: 'alert', watch: 'warn', note: 'unknown' };
const MOST = 5;

/** What somebody should look at: what it is, what it means, and where to go. */
export function Attention({ view }: { view: View }) {
  const costs = useQuery(costsQuery({ ...view.question, bucket: 'none', groupBy: ['team'] }));
  const seesHealth = useMay('health');
  const quarantine = useQuery({ ...quarantineQuery(1), enabled: seesHealth });
  // Meters know of no filter, so that a filtered page says nothing of them.
  const seesUnlogged = useMay('wholeFigures') && seesHealth && view.filter.length === 0;
  const unlogged = useQuery({ ...unloggedQuery(view.question), enabled: seesUnlogged });
  const carried = useCommonSearch();
  // One question that fails does not hide what the others know.
  const ready = !costs.isPending && (!seesHealth || (view.sources !== undefined && !quarantine.isPending));
  const items = ready
    ? attentionOf({
        sources: view.sources ?? [],
        quarantined: quarantine.data?.total ?? 0,
        unpricedRequests: costs.data?.totals.unpricedRequests ?? 0,
        unpricedTokens: costs.data?.totals.unpricedTokens ?? 0,
        unlogged: seesUnlogged ? unloggedOf(unlogged.data) : null,
      })
    : [];
  const isSure = costs.data !== undefined && (!seesHealth || quarantine.data !== undefined);
  return (
    <section className="card c5">
      <header>
        <h2>{w.title}</h2>
        {seesHealth && (
          <Link className="push" to="/log-health" search={carried}>
            {w.health}
          </Link>
        )}
      </header>
      {!ready ? (
        <Skeleton height={160} />
      ) : items.length === 0 && !isSure ? (
        <p className="quiet">{words.frame.states.failedTitle}</p>
      ) : items.length === 0 ? (
        <p className="quiet flex items-baseline gap-2">
          <StateWord tone="ok">{words.health.verdict.ok}</StateWord> {seesHealth ? w.none : w.noneUnpriced}
        </p>
      ) : (
        <div>
          {items.slice(0, MOST).map((item) => (
            <AttentionItem key={keyOf(item)} item={item} />
          ))}
        </div>
      )}
    </section>
  );
}

function keyOf(item: Item): string {
  return 'source' in item ? `${item.kind} ${item.source.sourceId}` : item.kind;
}

function wordsOf(item: Item): { title: string; text: string } {
  switch (item.kind) {
    case 'collecting':
      return { title: w.collecting(item.sources), text: w.collectingWords(item.doneDays, item.allDays) };
    case 'quarantine':
      return { title: w.quarantine(item.records), text: w.quarantineWords };
    case 'unpriced':
      return {
        title: w.unpriced(item.requests),
        text: w.unpricedWords(`${formatCompact(item.tokens)} ${words.figures.units.tokens}`),
      };
    case 'unlogged':
      return { title: w.unlogged(formatUsd(parseUsd(item.costUsd))), text: unloggedWords(item.most) };
    case 'failing':
    case 'late':
    case 'neverRan':
  }
  return { title: w[item.kind](item.source.sourceId), text: item.source.words };
}

function unloggedWords({ region, model, cause, configuredRate, observedRate }: UnloggedRow): string {
  const rates =
    cause === 'sampled' && configuredRate !== null && observedRate !== null
      ? w.unloggedRates(formatPercent(configuredRate), formatPercent(observedRate))
      : '';
  return `${w.unloggedWords} ${w.unloggedMost(model, region, words.health.unlogged.causes[cause])}${rates}.`;
}

/** Where an item is shown: of Log health, the part that has it. */
function pageOf({ kind }: Item, carried: CommonSearch) {
  if (kind === 'unpriced') return linkOptions({ to: '/unpriced', search: carried });
  const tab = kind === 'unlogged' ? 'completeness' : kind === 'quarantine' ? 'quarantine' : 'sources';
  return linkOptions({ to: '/log-health', search: { ...carried, tab } });
}

function AttentionItem({ item }: { item: Item }) {
  const carried = useCommonSearch();
  const { title, text } = wordsOf(item);
  const urgency = URGENCY[item.kind];
  return (
    <div className="attention">
      <div className="flex items-center gap-4">
        <StateWord tone={TONES[urgency]}>{w[urgency]}</StateWord>
        <span className="strong">{title}</span>
      </div>
      <p className="quiet">{text}</p>
      <Link {...pageOf(item, carried)} className="justify-self-end small">
        {w.seeThem}
      </Link>
    </div>
  );
}
