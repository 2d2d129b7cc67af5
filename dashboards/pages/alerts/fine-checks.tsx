import { useSearch } from '@tanstack/react-router';
import { StateWord } from '../../components/state-word.js';
import { Triangle } from '../../components/triangle.js';
import type { FineCheck } from '../../figures/alerts.js';
import { labelOfState } from '../../figures/labels.js';
import { formatMoment } from '../../format/date.js';
import { useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';
import { AlertLine } from './alert-line.js';

const w = words.alerts;

interface FineChecksProps {
  readonly checks: readonly FineCheck[];
  readonly now: number;
  readonly timeZone: string;
}

/** What is fine, one line for each kind of check, until somebody opens it. */
export function FineChecks({ checks, now, timeZone }: FineChecksProps) {
  const { alert: opened, open = [] } = useSearch({ from: '/alerts' });
  const setSearch = useSetSearch();
  return (
    <ul>
      {checks.map(({ check, alerts, lookedAt }) => {
        // An address that opens an alert unfolds what it is in.
        const isOpen = open.includes(check) || alerts.some(({ alertId }) => alertId === opened);
        const others = open.filter((one) => one !== check);
        return (
          <li key={check} className="opens">
            <button
              type="button"
              className="opens-line fold-line"
              aria-expanded={isOpen}
              onClick={() => {
                const next = isOpen ? others : [...others, check];
                setSearch({ open: next.length > 0 ? next : undefined, ...(isOpen && { alert: undefined }) }, 'replace');
              }}
            >
              <span className="twist">
                <Triangle to={isOpen ? 'down' : 'right'} />
              </span>
              <StateWord tone="ok">{w.fineCount(alerts.length)}</StateWord>
              <span className="strong">{labelOfState(w.checks, check)}</span>
              <span className="num small quiet">{w.lookedAt(formatMoment(lookedAt, timeZone))}</span>
            </button>
            {isOpen && (
              <ul className="folded">
                {alerts.map((alert) => (
                  <AlertLine key={alert.alertId} alert={alert} now={now} timeZone={timeZone} isFolded />
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}
