import type { AlertNotification, AlertTransition } from '../store/questions/alert-history.js';
import type { StoredAlert } from '../store/questions/alert-row.js';
import type { AlertState } from '../usage/alert.js';
import type { AlertAnswer, AlertDetail, AlertsAnswer } from './answers/alerts.js';

export function shapeAlerts(alerts: readonly StoredAlert[], hidden = 0): AlertsAnswer {
  const count = (state: AlertState) => alerts.filter((alert) => alert.state === state).length;
  return {
    alerts: alerts.map(shapeAlert),
    hidden,
    counts: {
      ok: count('OK'),
      warn: count('WARN'),
      alert: count('ALERT'),
      noData: count('NO DATA'),
      unknown: count('UNKNOWN'),
    },
  };
}

export function shapeAlert(alert: StoredAlert): AlertAnswer {
  const { pending } = alert.memory;
  return {
    alertId: alert.alertId,
    check: alert.check,
    subject: alert.subject,
    state: alert.state,
    since: alert.since.toISOString(),
    pending: pending === null ? null : { state: pending.state, since: new Date(pending.since).toISOString() },
    words: alert.words,
    evidence: alert.evidence,
    link: alert.link,
    mutedUntil: alert.mutedUntil?.toISOString() ?? null,
    muteReason: alert.muteReason,
    toldState: alert.toldState,
    toldAt: alert.toldAt?.toISOString() ?? null,
    observedAt: alert.observedAt.toISOString(),
  };
}

export function shapeAlertDetail(
  alert: StoredAlert,
  transitions: readonly AlertTransition[],
  notifications: readonly AlertNotification[],
): AlertDetail {
  return {
    ...shapeAlert(alert),
    transitions: transitions.map(({ at, ...transition }) => ({ ...transition, at: at.toISOString() })),
    notifications: notifications.map(({ createdAt, sentAt, dueAt, ...notification }) => ({
      ...notification,
      createdAt: createdAt.toISOString(),
      sentAt: sentAt?.toISOString() ?? null,
      dueAt: notification.state === 'waiting' ? dueAt.toISOString() : null,
    })),
  };
}
