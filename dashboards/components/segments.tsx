import { useId } from 'react';

interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly isDisabled?: boolean;
}

interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly value: Value | null;
  readonly segments: readonly Segment<Value>[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, all in sight: the browser's own radio buttons, drawn as segments. */
export function Segments<Value extends string>({ label, value, segments, onChange }: SegmentsProps<Value>) {
  const name = useId();
  return (
    <span className="seg" role="radiogroup" aria-label={label}>
      {segments.map((segment) => (
        <label key={segment.value}>
          <input
            type="radio"
            className="sr-only"
            name={name}
            checked={segment.value === value}
            disabled={segment.isDisabled}
            onChange={() => {
              onChange(segment.value);
            }}
          />
          <span>{segment.label}</span>
        </label>
      ))}
    </span>
  );
}
