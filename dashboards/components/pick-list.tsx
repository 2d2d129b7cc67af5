import { useId, useState, type KeyboardEvent } from 'react';
import { Icon } from './icon.js';

export interface PickOption {
  readonly value: string;
  readonly label: string;
  /** A quiet figure at the end of the line. */
  readonly end?: string;
}

interface PickListProps {
  readonly label: string;
  readonly options: readonly PickOption[];
  readonly chosen: readonly string[];
  readonly multiple?: boolean;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly onPick: (value: string) => void;
  readonly nothing: string;
}

/** A searchable list after the ARIA pattern "combobox with listbox": focus stays in the search field, arrows move the choice. */
export function PickList({
  label,
  options,
  chosen,
  multiple = false,
  search,
  onSearch,
  onPick,
  nothing,
}: PickListProps) {
  const [place, setPlace] = useState(0);
  const id = useId();
  const active = options[Math.min(place, options.length - 1)];
  const step: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = step[event.key];
    if (by !== undefined) {
      event.preventDefault();
      const next = Math.max(0, Math.min(options.length - 1, place + by));
      setPlace(next);
      document.getElementById(`${id}-${String(next)}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && active) {
      event.preventDefault();
      onPick(active.value);
    }
  };
  return (
    <div className="grid gap-2">
      <input
        className="field w-full"
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-label={label}
        aria-activedescendant={active ? `${id}-${String(options.indexOf(active))}` : undefined}
        placeholder={label}
        value={search}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setPlace(0);
          onSearch(event.target.value);
        }}
      />
      <div id={id} role="listbox" aria-label={label} aria-multiselectable={multiple} className="max-h-72 overflow-auto">
        {options.map((option, index) => (
          <div
            key={option.value}
            id={`${id}-${String(index)}`}
            role="option"
            aria-selected={chosen.includes(option.value)}
            data-active={option === active}
            className="item"
            onPointerMove={() => {
              setPlace(index);
            }}
            onClick={() => {
              onPick(option.value);
            }}
          >
            <span className="check">{chosen.includes(option.value) && <Icon name="check" />}</span>
            <span className="text" title={option.label}>
              {option.label}
            </span>
            {option.end !== undefined && <span className="end">{option.end}</span>}
          </div>
        ))}
        {options.length === 0 && <p className="quiet small px-2 py-1">{nothing}</p>}
      </div>
    </div>
  );
}
