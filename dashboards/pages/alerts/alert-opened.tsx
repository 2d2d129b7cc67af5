import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { alertQuery } from '../../api/operations-queries.js';
import type { AlertDetail } from '../../api/generated/types.gen.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { evidenceLabel, openedOnHealth, pageOfAlert, searchOfAlert } from '../../figures/alerts.js';
import { formatMoment } from '../../format/date.js';
import { useCommonSearch } from '../../view/search.js';
import { useMay } from '../../view/session.js';
import { words } from '../../words/words.js';
import { AlertHistory, AlertNotifications } from './alert-history.js';
import { MuteForm } from './mute-form.js';

const w = words.alerts;

interface AlertOpenedProps {
  readonly alertId: string;
  readonly now: number;
  readonly timeZone: string;
}

/** One alert: what was seen, what became of it, who was told, and its mute. */
export function AlertOpened({ alertId, now, timeZone }: AlertOpenedProps) {
  const alert = useQuery(alertQuery(alertId));
  const mayOperate = useMay('operate');
  return (
    <div className="opened">
      {alert.data ? (
        <>
          <Seen alert={alert.data} timeZone={timeZone} />
          {mayOperate && <MuteForm alert={alert.data} now={now} timeZone={timeZone} />}
          <AlertHistory transitions={alert.data.transitions} timeZone={timeZone} />
          <AlertNotifications notifications={alert.data.notifications} timeZone={timeZone} />
        </>
      ) : alert.error ? (
        <Trouble error={alert.error} retry={() => void alert.refetch()} />
      ) : (
        <Skeleton height={160} />
      )}
    </div>
  );
}

function Seen({ alert, timeZone }: { alert: AlertDetail; timeZone: string }) {
  const carried = useCommonSearch();
  const page = pageOfAlert(alert);
  const evidence = Object.entries(alert.evidence);
  return (
    <div className="grid gap-2">
      <p className="quiet">
        {[
          ...(alert.pending
            ? [w.pending(w.states[alert.pending.state], formatMoment(alert.pending.since, timeZone))]
            : []),
          ...(alert.toldAt === null || alert.notifications.length === 0
            ? // Without a channel the state is noted as told, though nobody was.
              []
            : [w.told(w.states[alert.toldState], formatMoment(alert.toldAt, timeZone))]),
          w.observed(formatMoment(alert.observedAt, timeZone)),
        ].join(' ')}
      </p>
      {evidence.length > 0 && (
        <>
          <h3>{w.evidence}</h3>
          <dl className="kv small [&_dd]:!text-left">
            {evidence.map(([name, value]) => (
              <div key={name} className="contents">
                <dt>{evidenceLabel(name, w.evidenceNames)}</dt>
                <dd className="mono">{value === null ? words.figures.notKnown : String(value)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {page !== null && (
        <p>
          <Link
            to={page}
            search={{ ...carried, ...searchOfAlert(alert), ...(page === '/log-health' && openedOnHealth(alert)) }}
          >
            {w.open}
          </Link>
        </p>
      )}
    </div>
  );
}
