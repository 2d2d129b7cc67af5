/** A row's course in miniature; the figures behind it are in the chart. */
export function Spark({ sizes, partial }: { sizes: readonly number[]; partial: readonly boolean[] }) {
  const most = Math.max(...sizes, 0);
  const step = 88 / Math.max(sizes.length, 1);
  if (most === 0) return null;
  return (
    <svg className="spark" viewBox="0 0 88 20" preserveAspectRatio="none" aria-hidden="true">
      {sizes.map((size, place) => (
        <rect
          key={place}
          x={place * step}
          width={Math.max(0.5, step - Math.min(1, step / 4))}
          y={20 - (Math.max(0, size) / most) * 20}
          height={(Math.max(0, size) / most) * 20}
          opacity={partial[place] ? 0.45 : 1}
        />
      ))}
    </svg>
  );
}
