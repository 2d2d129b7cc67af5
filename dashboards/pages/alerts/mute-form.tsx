import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf } from '../../api/answer.js';
import { muteAlert, unmuteAlert } from '../../api/generated/sdk.gen.js';
import type { AlertDetail } from '../../api/generated/types.gen.js';
import { Segments } from '../../components/segments.js';
import { endOfMute, isMuted, MUTE_SPANS, type MuteSpan } from '../../figures/alerts.js';
import { formatMoment } from '../../format/date.js';
import { localDateOf } from '../../format/zone.js';
import { words } from '../../words/words.js';

const w = words.alerts.mute;

interface MuteFormProps {
  readonly alert: AlertDetail;
  readonly now: number;
  readonly timeZone: string;
}

/** Silences an alert with a reason and an end, or ends the silence. */
export function MuteForm({ alert, now, timeZone }: MuteFormProps) {
  return isMuted(alert, now) ? (
    <EndMute alert={alert} timeZone={timeZone} />
  ) : (
    <BeginMute alert={alert} now={now} timeZone={timeZone} />
  );
}

function EndMute({ alert, timeZone }: Omit<MuteFormProps, 'now'>) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => answerOf(unmuteAlert({ path: { alertId: alert.alertId } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['alerts'] }),
  });
  return (
    <div className="grid gap-2 justify-items-start">
      <p>{w.mutedUntil(formatMoment(alert.mutedUntil ?? '', timeZone, true), alert.muteReason ?? '')}</p>
      <button
        type="button"
        className="btn"
        disabled={end.isPending}
        onClick={() => {
          end.mutate();
        }}
      >
        {w.end}
      </button>
      {end.error && <p role="alert">{`${w.failedEnd} ${end.error.message}`}</p>}
    </div>
  );
}

function BeginMute({ alert, now, timeZone }: MuteFormProps) {
  const client = useQueryClient();
  const [span, setSpan] = useState<MuteSpan>('day');
  const [lastDay, setLastDay] = useState(() => localDateOf(now, timeZone));
  const [reason, setReason] = useState('');
  const mute = useMutation({
    mutationFn: (body: { until: string; reason: string }) =>
      answerOf(muteAlert({ path: { alertId: alert.alertId }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['alerts'] }),
  });
  const until = endOfMute(span, lastDay, now, timeZone);
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (until !== null) mute.mutate({ until, reason });
      }}
    >
      <h3>{w.title}</h3>
      <p className="quiet">{w.explain}</p>
      <div className="tools">
        <label className="lab grow max-w-md">
          {w.reason}
          <input
            className="field grow"
            value={reason}
            maxLength={500}
            required
            placeholder={w.placeholder}
            onChange={(event) => {
              setReason(event.target.value);
            }}
          />
        </label>
        <Segments
          label={w.until}
          value={span}
          segments={MUTE_SPANS.map((value) => ({ value, label: w.spans[value] }))}
          onChange={setSpan}
        />
        {span === 'date' && (
          <input
            type="date"
            className="field"
            aria-label={w.lastDay}
            value={lastDay}
            min={localDateOf(now, timeZone)}
            required
            onChange={(event) => {
              setLastDay(event.target.value);
            }}
          />
        )}
        <button type="submit" className="btn" disabled={mute.isPending || until === null || reason.trim() === ''}>
          {w.go}
        </button>
      </div>
      {mute.error && <p role="alert">{`${w.failed} ${mute.error.message}`}</p>}
    </form>
  );
}
