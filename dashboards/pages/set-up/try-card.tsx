import { useMutation } from '@tanstack/react-query';
import { answerOf } from '../../api/answer.js';
import { checkSource } from '../../api/generated/sdk.gen.js';
import type { SourceChecked, SourceKind } from '../../api/generated/types.gen.js';
import { CopyButton } from '../../components/copy-button.js';
import { Prose } from '../../components/prose.js';
import { Refused } from '../../components/refused.js';
import { StateWord } from '../../components/state-word.js';
import { entryOf, isComplete, type Typed } from '../../figures/set-up.js';
import { useMay } from '../../view/session.js';
import { words } from '../../words/words.js';

const w = words.setUp;

/** Tries the entry where the service runs, and gives it to copy. */
export function TryCard({ kind, typed }: { kind: SourceKind; typed: Typed }) {
  const mayTry = useMay('operate');
  const check = useMutation({
    mutationFn: () => answerOf(checkSource({ body: { entry: entryOf(kind, typed) } })),
  });
  return (
    <section className="card c12 grid gap-3 justify-items-start">
      <h2>{w.tryTitle}</h2>
      <p className="quiet">{mayTry ? w.tryHint : w.mayNot}</p>
      {mayTry && (
        <button
          type="button"
          className="btn primary"
          disabled={check.isPending || !isComplete(kind, typed)}
          onClick={() => {
            check.mutate();
          }}
        >
          {check.isPending ? w.trying : w.tryIt}
        </button>
      )}
      <Refused error={check.error} />
      <div role="status" className="grid grid-cols-[minmax(0,1fr)] gap-3 w-full">
        {check.data && !check.isPending && <Checked checked={check.data} />}
      </div>
    </section>
  );
}

function Checked({ checked: { problems, findings, readable, block } }: { checked: SourceChecked }) {
  return (
    <>
      {problems.length > 0 && <StateWord tone="alert">{w.wrong}</StateWord>}
      {problems.map(({ path, message }) => (
        <p key={`${path} ${message}`}>
          <span className="mono strong">{path}</span> {message}
        </p>
      ))}
      {block !== null && (
        <p>
          <StateWord tone={readable === null ? 'unknown' : readable ? 'ok' : 'warn'}>
            {readable === null ? w.notTried : readable ? w.readable : w.missing}
          </StateWord>{' '}
          {readable === false && <span className="quiet">{w.notReadable}</span>}
        </p>
      )}
      <ul className="grid gap-2">
        {findings.map(({ subject, ok, words }) => (
          <li key={`${subject} ${words}`} className="[overflow-wrap:anywhere]">
            <StateWord tone={ok === null ? 'unknown' : ok ? 'ok' : 'alert'}>{subject}</StateWord>{' '}
            <span className="quiet">{words}</span>
          </li>
        ))}
      </ul>
      {block !== null && (
        <>
          <p>
            <Prose text={w.block} />
          </p>
          <div className="to-copy">
            <pre className="code">{block}</pre>
            <CopyButton text={block} what={w.blockName} />
          </div>
          <p className="quiet">{w.afterwards}</p>
        </>
      )}
    </>
  );
}
