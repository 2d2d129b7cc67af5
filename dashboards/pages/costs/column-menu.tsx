import { DropdownMenu } from 'radix-ui';
import { Icon } from '../../components/icon.js';
import { words } from '../../words/words.js';
import type { ColumnId } from './columns.js';

interface ColumnMenuProps {
  readonly columns: readonly ColumnId[];
  readonly titles: Readonly<Record<ColumnId, string>>;
  readonly hidden: readonly ColumnId[];
  readonly onChange: (hidden: ColumnId[]) => void;
}

export function ColumnMenu({ columns, titles, hidden, onChange }: ColumnMenuProps) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="btn sm">
        <Icon name="columns" />
        {words.costs.table.columns}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop" align="end" sideOffset={4}>
          {columns.map((column) => (
            <DropdownMenu.CheckboxItem
              key={column}
              className="item"
              checked={!hidden.includes(column)}
              onSelect={(event) => {
                event.preventDefault();
              }}
              onCheckedChange={(checked) => {
                onChange(checked ? hidden.filter((id) => id !== column) : [...hidden, column]);
              }}
            >
              <span className="check">
                <DropdownMenu.ItemIndicator>
                  <Icon name="check" />
                </DropdownMenu.ItemIndicator>
              </span>
              {titles[column]}
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
