import { useId } from 'react';
import type { SourceKind } from '../../api/generated/types.gen.js';
import { useSetSearch } from '../../view/search.js';
import { words } from '../../words/words.js';

const w = words.setUp;

/** The logs that can be read, cloud by cloud, each with what it tells. */
export function KindPicker({ kinds, chosen }: { kinds: readonly SourceKind[]; chosen: string | undefined }) {
  const setSearch = useSetSearch();
  const name = useId();
  const clouds = [...new Set(kinds.map(({ cloud }) => cloud))];
  return (
    <section className="card c12 grid gap-3">
      <h2>{w.kind}</h2>
      <div className="form-columns !max-w-none">
        {clouds.map((cloud) => (
          <fieldset key={cloud} className="grid gap-2 content-start min-w-0">
            <legend className="small quiet pb-1">{w.clouds[cloud]}</legend>
            {kinds
              .filter((kind) => kind.cloud === cloud)
              .map(({ kind, name: title, tells }) => (
                <label key={kind} className="role-choice">
                  <input
                    type="radio"
                    name={name}
                    checked={kind === chosen}
                    onChange={() => {
                      setSearch({ kind }, 'replace');
                    }}
                  />
                  <span>
                    <span className="strong block">{title}</span>
                    <span className="quiet">{tells}</span>
                  </span>
                </label>
              ))}
          </fieldset>
        ))}
      </div>
      <p className="small quiet">{w.several}</p>
    </section>
  );
}
