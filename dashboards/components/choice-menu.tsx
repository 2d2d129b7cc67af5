import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { Face } from './deferred.js';
import { Icon } from './icon.js';

interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface ChoiceMenuProps {
  readonly face: Face;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  /** Several may be chosen; the menu then stays open. */
  readonly multiple?: boolean;
  readonly align?: 'start' | 'end';
  readonly onChoose: (value: string) => void;
}

/** A button with a menu of choices. It is first drawn when it was asked for, so it begins open. */
export function ChoiceMenu({ face, choices, chosen, multiple = false, align = 'start', onChoose }: ChoiceMenuProps) {
  const [open, setOpen] = useState(true);
  return (
    <DropdownMenu.Root open={open} onOpenChange={setOpen}>
      <DropdownMenu.Trigger className={face.className} title={face.title} aria-label={face.label}>
        {face.children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop" align={align} sideOffset={4} collisionPadding={8}>
          {choices.map(({ value, label }) => (
            <DropdownMenu.CheckboxItem
              key={value}
              className="item"
              role={multiple ? 'menuitemcheckbox' : 'menuitemradio'}
              checked={chosen.includes(value)}
              onSelect={(event) => {
                if (multiple) event.preventDefault();
                onChoose(value);
              }}
            >
              <span className="check">
                <DropdownMenu.ItemIndicator>
                  <Icon name="check" />
                </DropdownMenu.ItemIndicator>
              </span>
              {label}
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
