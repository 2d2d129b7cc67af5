/** Where a price or rule comes from. Only web addresses become links; anything else stays text. */
export function SourceLink({ source }: { source: string }) {
  if (!/^https:\/\/[^\s]+$/.test(source)) return <>{source}</>;
  return (
    <a href={source} target="_blank" rel="noreferrer noopener" className="break-all">
      {source.replace(/^https:\/\//, '')}
    </a>
  );
}
