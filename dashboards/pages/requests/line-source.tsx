import { words } from '../../words/words.js';

const w = words.requests.detail;

/** One word that leads to where the rate of a line is published; what is no web address is said in full. */
export function LineSource({ source, part }: { source: string | null; part: string }) {
  if (source === null) return null;
  if (!/^https:\/\/\S+$/.test(source)) return <>{source}</>;
  return (
    <a href={source} target="_blank" rel="noreferrer noopener" title={source}>
      {w.source}
      <span className="sr-only"> {w.sourceOf(part)}</span>
    </a>
  );
}
