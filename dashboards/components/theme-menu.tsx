import { setTheme, THEMES, useTheme } from '../view/theme.js';
import { words } from '../words/words.js';
import { ChoiceButton } from './buttons.js';
import { Icon } from './icon.js';

const w = words.frame.theme;

export function ThemeMenu() {
  const { chosen } = useTheme();
  return (
    <ChoiceButton
      face={{ className: 'btn icon plain', title: w.label, label: w.label, children: <Icon name="theme" /> }}
      choices={THEMES.map((value) => ({ value, label: w[value] }))}
      chosen={[chosen]}
      align="end"
      onChoose={setTheme}
    />
  );
}
