import type { RightOfRoles } from '../../api/generated/types.gen.js';
import { extentOf, ROLES } from '../../figures/access.js';
import { words } from '../../words/words.js';

const w = words.access.roles;

/** What each role may do, by the service's own table. */
export function RightsCard({ rights }: { rights: readonly RightOfRoles[] }) {
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.matrix}</h2>
      </header>
      <p className="px-4 pb-3 quiet">{w.matrixLead}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={w.matrix}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{w.right}</th>
              {ROLES.map((role) => (
                <th key={role} scope="col">
                  {w.names[role]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rights.map((right) => (
              <tr key={right.right}>
                <th scope="row" className="min-w-48">
                  {right.words} <span className="mono faint">{right.right}</span>
                </th>
                {ROLES.map((role) => {
                  const extent = extentOf(right, role);
                  return (
                    <td key={role} className={`whitespace-nowrap ${extent === 'no' ? 'faint' : ''}`}>
                      {extent === 'no' ? (
                        <>
                          <span aria-hidden="true">–</span>
                          <span className="sr-only">{w.no}</span>
                        </>
                      ) : (
                        w[extent]
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
