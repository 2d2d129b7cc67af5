import type { AlertNotification, AlertTransition } from '../../api/generated/types.gen.js';
import { StateWord } from '../../components/state-word.js';
import { TONE_OF_ALERT } from '../../figures/alerts.js';
import { withNamesOfAccounts } from '../../figures/labels.js';
import type { Tone } from '../../figures/tone.js';
import { formatMoment } from '../../format/date.js';
import { words } from '../../words/words.js';

const w = words.alerts;
const TONE_OF_DELIVERY: Readonly<Record<AlertNotification['state'], Tone>> = {
  waiting: 'unknown',
  sent: 'ok',
  'given up': 'alert',
};

function Heads({ titles }: { titles: readonly string[] }) {
  return (
    <thead>
      <tr>
        {titles.map((title) => (
          <th key={title} scope="col">
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Every change of an alert's state, and every mute, the newest first. */
export function AlertHistory({ transitions, timeZone }: { transitions: readonly AlertTransition[]; timeZone: string }) {
  const { title, at, change, words: inWords, none, kinds, moved } = w.history;
  return (
    <div>
      <h3>{title}</h3>
      {transitions.length === 0 ? (
        <p className="quiet">{none}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={title}>
          <table className="lines small">
            <Heads titles={[at, change, inWords]} />
            <tbody>
              {transitions.map((one) => (
                <tr key={`${one.at} ${one.kind} ${one.to}`}>
                  <td className="whitespace-nowrap">{formatMoment(one.at, timeZone)}</td>
                  <td>
                    {one.kind === 'state' ? (
                      <StateWord tone={TONE_OF_ALERT[one.to]}>{moved(w.states[one.from], w.states[one.to])}</StateWord>
                    ) : (
                      kinds[one.kind]
                    )}
                  </td>
                  <td title={one.words}>{withNamesOfAccounts(one.words)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

interface AlertNotificationsProps {
  readonly notifications: readonly AlertNotification[];
  readonly timeZone: string;
}

/** Every message about an alert, and whether it arrived. */
export function AlertNotifications({ notifications, timeZone }: AlertNotificationsProps) {
  const { title, created, channel, state, attempts, error, none, states, due } = w.notifications;
  return (
    <div>
      <h3>{title}</h3>
      {notifications.length === 0 ? (
        <p className="quiet">{none}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={title}>
          <table className="lines small">
            <Heads titles={[created, channel, state, attempts, error]} />
            <tbody>
              {notifications.map((one) => (
                <tr key={one.notificationId}>
                  <td className="whitespace-nowrap">{formatMoment(one.createdAt, timeZone)}</td>
                  <td>{one.channelId}</td>
                  <td>
                    <StateWord tone={TONE_OF_DELIVERY[one.state]}>{states[one.state]}</StateWord>
                    {one.state === 'waiting' && one.dueAt !== null && (
                      <span className="quiet block">{due(formatMoment(one.dueAt, timeZone))}</span>
                    )}
                  </td>
                  <td>{one.attempts}</td>
                  <td>{one.lastError}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
