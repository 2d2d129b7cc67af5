import type { DifferenceGrouping } from '../../api/corrections-queries.js';
import type { RerateRun } from '../../api/generated/types.gen.js';
import { changeLine, termsMatter, type ChangeLine } from '../../figures/corrections.js';
import { FEMTO_PER_PICO, plainFemtoUsd, type FemtoUsd, type PicoUsd } from '../../format/money.js';
import { formatFemtoUsd, formatSignedFemtoUsd, formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';

const w = words.corrections.result;

interface DifferenceTableProps {
  readonly run: RerateRun;
  readonly by: DifferenceGrouping;
  readonly lines: readonly ChangeLine[];
  readonly total: ChangeLine;
  readonly dim: boolean;
}

/** What a run changes, before and after; what is paid beside the list price only where the two differ. */
export function DifferenceTable({ run, by, lines, total, dim }: DifferenceTableProps) {
  if (total.requests === 0) {
    return <p className="quiet px-4 pb-4">{run.state === 'done' ? w.nothing : w.nothingYet}</p>;
  }
  const hasTerms = termsMatter([total, ...lines]);
  const adjusted = changeLine(run.adjusted, '');
  const titles = [
    w.requests,
    w.oldUsd,
    w.newUsd,
    w.difference,
    ...(hasTerms ? [w.oldEffective, w.newEffective, w.differenceEffective] : []),
  ];
  return (
    <>
      <div className={`scroll ${dim ? 'dim' : ''}`} tabIndex={0} role="region" aria-label={w.groupings[by]}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{w.groupings[by]}</th>
              {titles.map((title) => (
                <th key={title} scope="col" className="num">
                  {title}
                </th>
              ))}
            </tr>
            <tr className="total">
              <th scope="row">{total.label}</th>
              <Cells line={total} hasTerms={hasTerms} />
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.key ?? ''} ${String(line.adjusts)}`}>
                <th
                  scope="row"
                  className={`${line.key === null ? 'quiet' : ''} ${line.meaning === null ? 'whitespace-nowrap' : ''}`}
                >
                  {line.label}
                  {line.adjusts && <span className="tag ml-2">{w.adjusts}</span>}
                  {line.meaning !== null && <span className="quiet small block">{line.meaning}</span>}
                </th>
                <Cells line={line} hasTerms={hasTerms} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="foot grid gap-1">
        {adjusted.requests > 0 && (
          <p>
            {w.adjusted(
              words.figures.requests(adjusted.requests),
              formatSignedFemtoUsd(adjusted.differenceUsd * FEMTO_PER_PICO),
            )}
          </p>
        )}
        <p>{w.foot}</p>
      </div>
    </>
  );
}

function Cells({ line, hasTerms }: { line: ChangeLine; hasTerms: boolean }) {
  return (
    <>
      <td className="num">{formatWhole(line.requests)}</td>
      <Amount
        femto={inFemto(line.oldUsd)}
        note={line.oldUnpriced > 0 && w.becomePriced(formatWhole(line.oldUnpriced))}
      />
      <Amount
        femto={inFemto(line.newUsd)}
        note={line.newUnpriced > 0 && w.becomeUnpriced(formatWhole(line.newUnpriced))}
      />
      <Difference femto={line.differenceUsd * FEMTO_PER_PICO} />
      {hasTerms && (
        <>
          <Amount femto={line.oldEffective} note={false} />
          <Amount femto={line.newEffective} note={false} />
          <Difference femto={line.differenceEffective} />
        </>
      )}
    </>
  );
}

function inFemto(usd: PicoUsd | null): FemtoUsd | null {
  return usd === null ? null : usd * FEMTO_PER_PICO;
}

function Amount({ femto, note }: { femto: FemtoUsd | null; note: string | false }) {
  return (
    <td className="num" title={femto === null ? undefined : plainFemtoUsd(femto)}>
      {femto === null ? <span className="quiet">{words.figures.notKnown}</span> : formatFemtoUsd(femto)}
      {note !== false && <span className="quiet small block font-normal">{note}</span>}
    </td>
  );
}

function Difference({ femto }: { femto: FemtoUsd }) {
  return (
    <td className={`num ${femto === 0n ? 'faint' : 'strong'}`} title={plainFemtoUsd(femto)}>
      {formatSignedFemtoUsd(femto)}
    </td>
  );
}
