import { ChoiceButton } from '../../components/buttons.js';
import { Icon } from '../../components/icon.js';
import { words } from '../../words/words.js';
import type { ColumnId } from './columns.js';

interface ColumnMenuProps {
  readonly columns: readonly ColumnId[];
  readonly titles: Readonly<Record<ColumnId, string>>;
  readonly hidden: readonly ColumnId[];
  readonly onChange: (hidden: string[]) => void;
}

/** Which columns the table shows. */
export function ColumnMenu({ columns, titles, hidden, onChange }: ColumnMenuProps) {
  const face = {
    className: 'btn sm',
    children: (
      <>
        <Icon name="columns" />
        {words.costs.table.columns}
      </>
    ),
  };
  return (
    <ChoiceButton
      face={face}
      choices={columns.map((value) => ({ value, label: titles[value] }))}
      chosen={columns.filter((column) => !hidden.includes(column))}
      multiple
      align="end"
      onChoose={(value) => {
        const without = hidden.filter((column) => column !== value);
        onChange(without.length < hidden.length ? without : [...hidden, value]);
      }}
    />
  );
}
