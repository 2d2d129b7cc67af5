import { useState } from 'react';
import { encode } from 'uqr';
import { answerOf } from '../../api/answer.js';
import { confirmCodes } from '../../api/generated/sdk.gen.js';
import type { CodeEnrolment } from '../../api/generated/types.gen.js';
import { CopyButton } from '../../components/copy-button.js';
import { Refused } from '../../components/refused.js';
import { TextField } from '../../components/text-field.js';
import { useChange } from '../../view/use-change.js';
import { words } from '../../words/words.js';

const w = words.access.account;

interface ConfirmCodesProps {
  readonly enrolment: CodeEnrolment;
  readonly onEnd: (confirmed: boolean) => void;
}

/** The new secret, as a picture and to type. It counts once a code of it has come back. */
export function ConfirmCodes({ enrolment, onEnd }: ConfirmCodesProps) {
  const [code, setCode] = useState('');
  const confirm = useChange(
    'account',
    () => answerOf(confirmCodes({ body: { code: code.replaceAll(/\s/g, '') } })),
    () => {
      onEnd(true);
    },
  );
  return (
    <form
      className="card c6 grid gap-3 content-start"
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate(undefined);
      }}
    >
      <h2>{w.codes}</h2>
      <p className="quiet">{w.scan}</p>
      <QrCode text={enrolment.uri} />
      <div className="flex items-center gap-1 flex-wrap">
        <span className="small quiet">{w.secret}</span>
        <code className="mono">{enrolment.secret}</code>
        <CopyButton text={enrolment.secret} what={w.secret} />
      </div>
      <TextField
        label={w.confirm}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={9}
        required
        isMono
        value={code}
        onChange={setCode}
      />
      <Refused error={confirm.error} />
      <div className="flex gap-2 flex-wrap">
        <button type="submit" className="btn primary" disabled={confirm.isPending || code.trim() === ''}>
          {w.confirmGo}
        </button>
        <button
          type="button"
          className="btn"
          onClick={() => {
            onEnd(false);
          }}
        >
          {w.cancel}
        </button>
      </div>
    </form>
  );
}

/** Drawn here, so that the secret goes nowhere. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 4 });
  const dark = data.flatMap((line, y) => line.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={w.qr} shapeRendering="crispEdges">
      <path d={dark.join('')} />
    </svg>
  );
}
