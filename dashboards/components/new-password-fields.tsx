import { words } from '../words/words.js';
import { TextField } from './text-field.js';

const w = words.access.newPassword;

export interface NewPassword {
  readonly first: string;
  readonly again: string;
}

export const NO_PASSWORD: NewPassword = { first: '', again: '' };

/** Whether it was typed the same twice; whether it is a good one is for the service to say. */
export function isAgreed({ first, again }: NewPassword): boolean {
  return first !== '' && first === again;
}

interface NewPasswordFieldsProps {
  readonly value: NewPassword;
  readonly onChange: (value: NewPassword) => void;
  readonly takesFocus?: boolean;
}

/** A password that is chosen, twice, so that nobody locks themselves out by a slip. */
export function NewPasswordFields({ value, onChange, takesFocus = false }: NewPasswordFieldsProps) {
  const { first, again } = value;
  return (
    <>
      <TextField
        label={w.label}
        type="password"
        autoComplete="new-password"
        hint={w.rule}
        required
        takesFocus={takesFocus}
        value={first}
        onChange={(typed) => {
          onChange({ first: typed, again });
        }}
      />
      <TextField
        label={w.again}
        type="password"
        autoComplete="new-password"
        required
        wrong={again.length >= first.length && again !== first ? w.differ : undefined}
        value={again}
        onChange={(typed) => {
          onChange({ first, again: typed });
        }}
      />
    </>
  );
}
