/** A sentence of the catalogue. What stands in backticks is to be typed as it is. */
export function Prose({ text }: { text: string }) {
  return text.split('`').map((part, place) =>
    // Every second part was between backticks.
    place % 2 === 1 ? (
      <code key={part} className="mono text-ink">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
