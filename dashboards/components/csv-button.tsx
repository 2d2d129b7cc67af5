import { useMutation } from '@tanstack/react-query';
import { answerOf } from '../api/answer.js';
import { noteExport } from '../api/generated/sdk.gen.js';
import { toCsv } from '../format/csv.js';
import { words } from '../words/words.js';
import { Icon } from './icon.js';
import { saveFile } from './save-file.js';

/** A table as it is saved: what it is and what it was limited to go to the audit log, its lines to the file. */
export interface SavedTable {
  readonly what: string;
  readonly filters: Readonly<Record<string, string>>;
  /** How many rows of the table the lines hold, its head and its total not counted. */
  readonly rows: number;
  readonly file: string;
  readonly lines: readonly (readonly string[])[];
}

interface CsvButtonProps {
  readonly make: () => SavedTable | null;
  readonly disabled?: boolean;
  readonly className?: string;
}

/** Saves a table as CSV. The service notes it first: what it could not note is not saved. */
export function CsvButton({ make, disabled = false, className = '' }: CsvButtonProps) {
  const save = useMutation({
    mutationFn: async () => {
      const table = make();
      if (table === null) return;
      const { what, filters, rows, file, lines } = table;
      await answerOf(noteExport({ body: { what, filters: { ...filters }, rows } }));
      saveFile(file, toCsv(lines));
    },
  });
  return (
    <>
      {save.error && (
        <span role="alert" className="small quiet">
          {words.frame.notSaved(save.error.message)}
        </span>
      )}
      <button
        type="button"
        className={`btn sm ${className}`}
        disabled={disabled || save.isPending}
        onClick={() => {
          save.mutate();
        }}
      >
        <Icon name="csv" />
        {words.costs.table.csv}
      </button>
    </>
  );
}
