import type { Alert, AlertsAnswer } from '../../api/generated/types.gen.js';
import { Empty } from '../../components/empty.js';
import { StateWord } from '../../components/state-word.js';
import { partAlerts } from '../../figures/alerts.js';
import { words } from '../../words/words.js';
import { AlertLine } from './alert-line.js';
import { FineChecks } from './fine-checks.js';

const w = words.alerts;
const PARTS = ['firing', 'unknown', 'muted'] as const;

interface AlertsCardProps {
  readonly answer: AlertsAnswer;
  readonly now: number;
  readonly timeZone: string;
}

/** What wants somebody first: what fires, what cannot be told, what is muted. What is fine is folded, by kind of check. */
export function AlertsCard({ answer: { alerts, counts, hidden }, now, timeZone }: AlertsCardProps) {
  if (alerts.length === 0) {
    return (
      <section className="card c12">
        <Empty title={w.noneTitle}>
          <p>{w.none}</p>
        </Empty>
      </section>
    );
  }
  const parted = partAlerts(alerts, now);
  const shown = PARTS.filter((part) => parted[part].length > 0);
  const fine = parted.fine.reduce((sum, { alerts: ofCheck }) => sum + ofCheck.length, 0);
  return (
    <>
      <section className="card flush c12">
        <header>
          <h2>{w.title}</h2>
          <span className="faint small">
            {w.counts(counts.alert, counts.warn, counts.unknown, counts.noData, counts.ok)}
          </span>
        </header>
        {hidden > 0 && <p className="px-4 pb-2 small quiet">{w.hidden(hidden)}</p>}
        {shown.length === 0 && (
          <p className="px-4 pb-4">
            <StateWord tone="ok">{w.states.OK}</StateWord> <span className="quiet">{w.nothingWants}</span>
          </p>
        )}
        {shown.map((part) => (
          <Part key={part} title={w.parts[part]} alerts={parted[part]} now={now} timeZone={timeZone} />
        ))}
      </section>
      {fine > 0 && (
        <section className="card flush c12">
          <header>
            <h2>{w.fine}</h2>
            <span className="faint small">{w.fineNote(fine, parted.fine.length)}</span>
          </header>
          <FineChecks checks={parted.fine} now={now} timeZone={timeZone} />
        </section>
      )}
    </>
  );
}

interface PartProps {
  readonly title: string;
  readonly alerts: readonly Alert[];
  readonly now: number;
  readonly timeZone: string;
}

function Part({ title, alerts, now, timeZone }: PartProps) {
  return (
    <>
      <h3 className="part">
        {title} <span className="faint">{alerts.length}</span>
      </h3>
      <ul>
        {alerts.map((alert) => (
          <AlertLine key={alert.alertId} alert={alert} now={now} timeZone={timeZone} />
        ))}
      </ul>
    </>
  );
}
