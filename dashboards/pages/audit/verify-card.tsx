import { useMutation } from '@tanstack/react-query';
import { answerOf } from '../../api/answer.js';
import { verifyAudit } from '../../api/generated/sdk.gen.js';
import { Refused } from '../../components/refused.js';
import { StateWord } from '../../components/state-word.js';
import { formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.access.audit;
const SHOWN_FAULTS = 20;

/** Proves the log now, for whoever does not take our word for it. */
export function VerifyCard() {
  const verify = useMutation({ mutationFn: () => answerOf(verifyAudit()) });
  const { data } = verify;
  return (
    <section className="card c12">
      <header>
        <h2>{w.title}</h2>
        <span className="push">
          <button
            type="button"
            className="btn"
            disabled={verify.isPending}
            onClick={() => {
              verify.mutate();
            }}
          >
            {verify.isPending ? w.verifying : w.verify}
          </button>
        </span>
      </header>
      <p className="quiet">{w.lead}</p>
      <div role="status" className={data ? 'grid gap-1 mt-2' : ''}>
        {data && (
          <>
            <p>
              <StateWord tone={data.whole ? 'ok' : 'alert'}>
                {data.whole ? w.verdicts.whole : w.verdicts.broken}
              </StateWord>{' '}
              {data.whole ? w.whole(data.entries, data.digests) : w.broken(data.faults.length)}
            </p>
            <p className="small quiet">{data.anchored ? w.anchored : w.notAnchored}</p>
            {data.faults.slice(0, SHOWN_FAULTS).map(({ sequence, fault, words }) => (
              <p key={`${formatWhole(sequence)} ${fault}`}>
                <span className="strong">{w.fault(sequence)}</span> {words}
              </p>
            ))}
          </>
        )}
      </div>
      <Refused error={verify.error} />
    </section>
  );
}
