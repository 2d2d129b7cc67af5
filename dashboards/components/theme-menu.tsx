import { DropdownMenu } from 'radix-ui';
import { setTheme, THEMES, useTheme } from '../view/theme.js';
import { words } from '../words/words.js';
import { Icon } from './icon.js';

export function ThemeMenu() {
  const theme = useTheme();
  const w = words.frame.theme;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="btn icon plain" aria-label={w.label} title={w.label}>
        <Icon name="theme" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop" align="end" sideOffset={4}>
          <DropdownMenu.RadioGroup value={theme.chosen} onValueChange={setTheme}>
            {THEMES.map((name) => (
              <DropdownMenu.RadioItem key={name} value={name} className="item">
                <span className="check">
                  <DropdownMenu.ItemIndicator>
                    <Icon name="check" />
                  </DropdownMenu.ItemIndicator>
                </span>
                {w[name]}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
