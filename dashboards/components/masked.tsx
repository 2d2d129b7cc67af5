import { words } from '../words/words.js';

/** Stands where a value is kept from the reader, which is not the same as a value that is absent. */
export function Masked() {
  return (
    <span className="faint" title={words.frame.maskedHint}>
      {words.frame.masked}
    </span>
  );
}
