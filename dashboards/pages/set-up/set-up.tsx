import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { SourceKind } from '../../api/generated/types.gen.js';
import { sourceKindsQuery } from '../../api/set-up-queries.js';
import { Prose } from '../../components/prose.js';
import { Remedy } from '../../components/remedy.js';
import { Skeleton } from '../../components/skeleton.js';
import { TextField } from '../../components/text-field.js';
import { Trouble } from '../../components/trouble.js';
import { filledAction, type Typed } from '../../figures/set-up.js';
import { useMeta } from '../../view/meta.js';
import { words } from '../../words/words.js';
import { KindPicker } from './kind-picker.js';
import { TryCard } from './try-card.js';

const w = words.setUp;

/** Choose the log, switch it on, grant the reading, try it and copy the entry. */
export function SetUp({ isFirst }: { isFirst: boolean }) {
  const kinds = useQuery(sourceKindsQuery());
  const { demo } = useMeta();
  const { kind: named } = useSearch({ strict: false });
  if (kinds.error || !kinds.data) {
    return (
      <section className="card">
        {kinds.error ? <Trouble error={kinds.error} retry={() => void kinds.refetch()} /> : <Skeleton height={320} />}
      </section>
    );
  }
  const chosen = kinds.data.kinds.find(({ kind }) => kind === named) ?? kinds.data.kinds[0];
  return (
    <div className="grid12">
      <section className="card c12 grid gap-2">
        {isFirst && (
          <>
            <h2>{w.firstTitle}</h2>
            <p className="max-w-3xl">{w.first}</p>
          </>
        )}
        <p className="quiet max-w-3xl">{w.lead}</p>
        {isFirst && !demo && (
          <p className="quiet">
            <Prose text={w.demo} />
          </p>
        )}
      </section>
      <KindPicker kinds={kinds.data.kinds} chosen={chosen?.kind} />
      {chosen && <OfKind key={chosen.kind} kind={chosen} />}
    </div>
  );
}

function OfKind({ kind }: { kind: SourceKind }) {
  const [typed, setTyped] = useState<Typed>({});
  const { switchOn, grant } = kind;
  return (
    <>
      <section className="card c12">
        <header>
          <h2>{w.fields}</h2>
        </header>
        <div className="form-columns">
          {kind.fields.map(({ key, words, example, required }) => (
            <TextField
              key={key}
              label={key}
              hint={required ? words : w.optional(words)}
              placeholder={w.example(example)}
              autoComplete="off"
              isMono
              value={typed[key] ?? ''}
              onChange={(value) => {
                setTyped({ ...typed, [key]: value });
              }}
            />
          ))}
        </div>
      </section>
      {[
        { title: w.switchOn, actions: switchOn, nothing: w.switchOnNothing },
        { title: w.grant, actions: grant, nothing: '' },
      ].map(({ title, actions, nothing }) => (
        <section key={title} className="card c12 grid gap-3">
          <h2>{title}</h2>
          {actions.length === 0 && <p className="quiet">{nothing}</p>}
          {actions.map((action) => (
            <Remedy key={action.words} action={filledAction(action, kind, typed)} />
          ))}
          {actions.some(({ command, policy }) => command !== null || policy !== null) && (
            <p className="small quiet">{w.brackets}</p>
          )}
        </section>
      ))}
      <TryCard kind={kind} typed={typed} />
    </>
  );
}
