import { useSearch } from '@tanstack/react-router';
import type { ErrorsAnswer, FailedCode } from '../../api/generated/types.gen.js';
import { StateWord } from '../../components/state-word.js';
import { Triangle } from '../../components/triangle.js';
import { keyOfCode, TONE_OF_TROUBLE } from '../../figures/errors.js';
import { labelOfValue } from '../../figures/labels.js';
import { formatPercent, formatWhole } from '../../format/number.js';
import { useSetSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { CodeOpened } from './code-opened.js';

const w = words.errors;

interface ErrorsCardProps {
  readonly answer: ErrorsAnswer;
  readonly view: View;
  readonly dim: boolean;
}

/** Every code with its count, its share of all calls and what is advised. */
export function ErrorsCard({ answer: { codes, calls, failed, blocked }, view, dim }: ErrorsCardProps) {
  const { code: open } = useSearch({ from: '/errors' });
  const setSearch = useSetSearch();
  const all = failed + blocked;
  return (
    <section className={`card flush c12 ${dim ? 'dim' : ''}`}>
      <header>
        <h2>{w.title}</h2>
      </header>
      <div className="px-4 pb-3">
        <span className="big">{formatWhole(all)}</span>
        <span className="unit">{w.unit(formatWhole(calls), shareOf(calls === 0 ? null : all / calls))}</span>
        <p className="quiet mt-1">{w.counts(failed, blocked)}</p>
      </div>
      <ul>
        {codes.map((code) => {
          const key = keyOfCode(code);
          const isOpen = open === key;
          return (
            <li key={key} className="opens">
              <button
                type="button"
                className="opens-line code-line"
                aria-expanded={isOpen}
                onClick={() => {
                  setSearch({ code: isOpen ? undefined : key }, 'replace');
                }}
              >
                <CodeLine code={code} isOpen={isOpen} />
              </button>
              {isOpen && <CodeOpened code={code} view={view} />}
            </li>
          );
        })}
      </ul>
      <p className="foot">{w.foot}</p>
    </section>
  );
}

function shareOf(share: number | null): string {
  return share === null ? words.figures.notKnown : formatPercent(share);
}

function CodeLine({ code, isOpen }: { code: FailedCode; isOpen: boolean }) {
  const name = code.errorCode ?? (code.outcome === 'blocked' ? w.blocked : w.unnamed);
  const status = code.status === null ? [] : [w.status(code.status)];
  return (
    <>
      <span className="twist">
        <Triangle to={isOpen ? 'down' : 'right'} />
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className="strong block">{name}</span>
        <span className="small quiet flex flex-wrap gap-x-2">
          <StateWord tone={TONE_OF_TROUBLE[code.trouble]}>{w.troubles[code.trouble]}</StateWord>
          {[labelOfValue('cloud', code.cloud), ...status].join(' · ')}
        </span>
      </span>
      <span className="quiet">{code.advice}</span>
      <span className="num">
        {formatWhole(code.requests)} <span className="small quiet">{words.figures.units.requests}</span>
      </span>
      <span className="num">
        {shareOf(code.share)} <span className="small quiet">{w.ofCalls}</span>
      </span>
    </>
  );
}
