import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { signInWaysQuery } from '../../api/access-queries.js';
import { Mark } from '../../components/mark.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { words } from '../../words/words.js';
import { CodeStep } from './code-step.js';
import { LinkForm } from './link-form.js';
import { NewPasswordStep } from './new-password-step.js';
import type { NextStep } from './next-step.js';
import { PasswordForm } from './password-form.js';
import { returnToOf } from './sign-in-link.js';

const w = words.access.signIn;

type SignInStep = 'begin' | 'code' | 'newPassword';

/** The door: the ways in that the service names, step by step. The page that was asked for is shown afterwards. */
export function SignInPage() {
  const [step, setStep] = useState<SignInStep>('begin');
  const client = useQueryClient();
  const next: NextStep = (outcome) => {
    if (outcome !== 'signedIn') {
      setStep(outcome);
      return;
    }
    // Whoever signed in here before may have seen more.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    void client.invalidateQueries({ queryKey: ['session'] });
  };
  const again = () => {
    setStep('begin');
  };
  return (
    <main className="min-h-screen grid place-items-center mx-auto">
      <title>{`${w.title} · ${words.frame.product}`}</title>
      <div className="card grid gap-4 w-full max-w-md !p-6">
        <div className="flex items-center gap-2 strong text-accent [&>svg]:w-5">
          <Mark />
          <span className="text-ink">{words.frame.product}</span>
        </div>
        {step === 'begin' && <Begin next={next} />}
        {step === 'code' && <CodeStep next={next} again={again} />}
        {step === 'newPassword' && <NewPasswordStep next={next} again={again} />}
      </div>
    </main>
  );
}

function Begin({ next }: { next: NextStep }) {
  const ways = useQuery(signInWaysQuery());
  if (ways.error) return <Trouble error={ways.error} retry={() => void ways.refetch()} />;
  if (!ways.data) return <Skeleton height={160} />;
  const { password, oidc } = ways.data;
  const others = oidc !== null || password;
  return (
    <>
      <h1>{w.title}</h1>
      {oidc && (
        <a
          className="btn primary justify-center"
          href={`${oidc.startAt}?returnTo=${encodeURIComponent(returnToOf(location))}`}
        >
          {w.with(oidc.label)}
        </a>
      )}
      {oidc && password && <Or />}
      {password && <PasswordForm next={next} isFirst={oidc === null} />}
      {others ? (
        <Aside title={w.link.title}>
          <LinkForm />
        </Aside>
      ) : (
        <>
          <p className="quiet">{w.firstStart}</p>
          <LinkForm />
        </>
      )}
    </>
  );
}

function Or() {
  return (
    <div className="flex items-center gap-3 small faint" aria-hidden="true">
      <span className="grow border-t border-line" />
      {w.or}
      <span className="grow border-t border-line" />
    </div>
  );
}

/** A way that few take is closed until it is asked for. */
function Aside({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="border-t border-line pt-3">
      <summary className="small quiet cursor-pointer">{title}</summary>
      <div className="grid gap-3 pt-3">{children}</div>
    </details>
  );
}
