import { useSearch } from '@tanstack/react-router';
import type { Alert } from '../../api/generated/types.gen.js';
import { StateWord } from '../../components/state-word.js';
import { Triangle } from '../../components/triangle.js';
import { isMuted, TONE_OF_ALERT } from '../../figures/alerts.js';
import { labelOfState, nameOfSubject, withNamesOfAccounts } from '../../figures/labels.js';
import { formatMoment } from '../../format/date.js';
import { useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { AlertOpened } from './alert-opened.js';

const w = words.alerts;

interface AlertLineProps {
  readonly alert: Alert;
  readonly now: number;
  readonly timeZone: string;
  /** Under the name of its check, which is not said again. */
  readonly isFolded?: boolean;
}

/** One alert in a line, which opens. Resources stand by their names, whole in the titles. */
export function AlertLine({ alert, now, timeZone, isFolded = false }: AlertLineProps) {
  const { alert: open } = useSearch({ from: '/alerts' });
  const setSearch = useSetSearch();
  const isOpen = open === alert.alertId;
  return (
    <li className="opens">
      <button
        type="button"
        className="opens-line alert-line"
        aria-expanded={isOpen}
        onClick={() => {
          setSearch({ alert: isOpen ? undefined : alert.alertId }, 'replace');
        }}
      >
        <span className="twist">
          <Triangle to={isOpen ? 'down' : 'right'} />
        </span>
        <StateWord tone={TONE_OF_ALERT[alert.state]}>{w.states[alert.state]}</StateWord>
        <span className="min-w-0 [overflow-wrap:anywhere]">
          {!isFolded && <span className="strong block">{labelOfState(w.checks, alert.check)}</span>}
          <span className={isFolded ? undefined : 'small quiet'} title={alert.subject}>
            {nameOfSubject(alert.subject)}
          </span>
        </span>
        <span title={alert.words}>{withNamesOfAccounts(alert.words)}</span>
        <span className="num small quiet">
          {w.since(formatMoment(alert.since, timeZone))}
          {isMuted(alert, now) && <span className="tag ml-2">{w.muted}</span>}
        </span>
      </button>
      {isOpen && <AlertOpened alertId={alert.alertId} now={now} timeZone={timeZone} />}
    </li>
  );
}
