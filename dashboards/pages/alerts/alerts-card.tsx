import { useSearch } from '@tanstack/react-router';
import type { Alert, AlertsAnswer } from '../../api/generated/types.gen.js';
import { Empty } from '../../components/empty.js';
import { StateWord } from '../../components/state-word.js';
import { Triangle } from '../../components/triangle.js';
import { isMuted, TONE_OF_ALERT } from '../../figures/alerts.js';
import { labelOfState } from '../../figures/labels.js';
import { formatMoment } from '../../format/date.js';
import { useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { AlertOpened } from './alert-opened.js';

const w = words.alerts;

interface AlertsCardProps {
  readonly answer: AlertsAnswer;
  readonly now: number;
  readonly timeZone: string;
}

/** Every alert, those that want somebody first, in the service's own order. */
export function AlertsCard({ answer: { alerts, counts, hidden }, now, timeZone }: AlertsCardProps) {
  const { alert: open } = useSearch({ from: '/alerts' });
  const setSearch = useSetSearch();
  if (alerts.length === 0) {
    return (
      <section className="card c12">
        <Empty title={w.noneTitle}>
          <p>{w.none}</p>
        </Empty>
      </section>
    );
  }
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
        <span className="faint small">
          {w.counts(counts.alert, counts.warn, counts.unknown, counts.noData, counts.ok)}
        </span>
      </header>
      {hidden > 0 && <p className="px-4 pb-2 small quiet">{w.hidden(hidden)}</p>}
      <ul>
        {alerts.map((alert) => {
          const isOpen = open === alert.alertId;
          return (
            <li key={alert.alertId} className="opens">
              <button
                type="button"
                className="opens-line alert-line"
                aria-expanded={isOpen}
                onClick={() => {
                  setSearch({ alert: isOpen ? undefined : alert.alertId }, 'replace');
                }}
              >
                <AlertLine alert={alert} isOpen={isOpen} isMuted={isMuted(alert, now)} timeZone={timeZone} />
              </button>
              {isOpen && <AlertOpened alertId={alert.alertId} now={now} timeZone={timeZone} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface AlertLineProps {
  readonly alert: Alert;
  readonly isOpen: boolean;
  readonly isMuted: boolean;
  readonly timeZone: string;
}

function AlertLine({ alert, isOpen, isMuted: isSilent, timeZone }: AlertLineProps) {
  return (
    <>
      <span className="twist">
        <Triangle to={isOpen ? 'down' : 'right'} />
      </span>
      <StateWord tone={TONE_OF_ALERT[alert.state]}>{w.states[alert.state]}</StateWord>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className="strong block">{labelOfState(w.checks, alert.check)}</span>
        <span className="small quiet">{alert.subject}</span>
      </span>
      <span>{alert.words}</span>
      <span className="num small quiet">
        {w.since(formatMoment(alert.since, timeZone))}
        {isSilent && <span className="tag ml-2">{w.muted}</span>}
      </span>
    </>
  );
}
