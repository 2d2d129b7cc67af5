import type { AlertMemory, AlertState, News } from '../usage/alert.js';

export interface MachineSettings {
  /** How long another state has to last before it counts. */
  readonly settleMs: number;
  /** How often a state that needs somebody is told again; null is never. */
  readonly renotifyMs: number | null;
}

export interface Step {
  readonly next: AlertMemory;
  /** The change of state that this look settled. */
  readonly transition: { readonly from: AlertState; readonly to: AlertState } | null;
  readonly notify: News | null;
}

/**
 * One look at an alert: (as remembered, as observed, now) gives (to remember, whom to tell). State changes only when
 * another state has lasted for the settle time. People are told when what they were last told is no longer so: at
 * transitions, and once more when a mute ends on a state that they do not know of; never of a first silence.
 */
export function stepAlert(memory: AlertMemory, observed: AlertState, now: number, settings: MachineSettings): Step {
  const settled = settle(memory, observed, now, settings.settleMs);
  const transition = settled.state === memory.state ? null : { from: memory.state, to: settled.state };
  const isMuted = settled.mutedUntil !== null && now < settled.mutedUntil;
  const unmuted = isMuted ? settled : { ...settled, mutedUntil: null };
  const notify = isMuted ? null : newsOf(unmuted, now, settings.renotifyMs);
  const next = notify === null ? unmuted : { ...unmuted, toldState: unmuted.state, toldAt: now };
  return { next, transition, notify };
}

/** The state after this look: the observed one if it is the same, or has lasted long enough. */
function settle(memory: AlertMemory, observed: AlertState, now: number, settleMs: number): AlertMemory {
  if (observed === memory.state) return { ...memory, pending: null };
  const since = memory.pending?.state === observed ? memory.pending.since : now;
  if (now - since < settleMs) return { ...memory, pending: { state: observed, since } };
  return {
    ...memory,
    state: observed,
    since: now,
    pending: null,
    wasKnown: memory.wasKnown || !isSilent(observed),
  };
}

function newsOf(
  { state, wasKnown, toldState, toldAt }: AlertMemory,
  now: number,
  renotifyMs: number | null,
): News | null {
  const told = toldState ?? 'OK';
  if (isSilent(state)) {
    if (!wasKnown) return null;
    return isSilent(told) ? null : 'lost';
  }
  if (state === 'OK') return told === 'OK' ? null : 'resolved';
  if (told === state) return isDue(toldAt, now, renotifyMs) ? 'reminder' : null;
  if (told === 'ALERT') return 'eased';
  return told === 'WARN' ? 'worsened' : 'opened';
}

/** No judgement: neither good nor bad. */
function isSilent(state: AlertState): boolean {
  return state === 'NO DATA' || state === 'UNKNOWN';
}

function isDue(toldAt: number | null, now: number, renotifyMs: number | null): boolean {
  return toldAt !== null && renotifyMs !== null && now - toldAt >= renotifyMs;
}
