import { useEffect, useId, useRef, type InputHTMLAttributes } from 'react';

interface TextFieldProps extends Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'autoComplete' | 'inputMode' | 'maxLength' | 'placeholder' | 'required' | 'list'
> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly wrong?: string | undefined;
  /** For what is one step of several: typing goes on here. */
  readonly takesFocus?: boolean;
  readonly isMono?: boolean;
}

/** A line to type in, with its label over it and what is wrong with it under it. */
export function TextField({
  label,
  value,
  onChange,
  hint,
  wrong,
  takesFocus = false,
  isMono = false,
  ...input
}: TextFieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div className="grid gap-1 content-start min-w-0">
      <label className="small quiet" htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        ref={field}
        className={`field w-full ${isMono ? 'mono' : ''}`}
        value={value}
        spellCheck={false}
        aria-invalid={wrong !== undefined}
        aria-describedby={described || undefined}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      {hint && (
        <p id={`${id}-hint`} className="small quiet">
          {hint}
        </p>
      )}
      {wrong && (
        <p id={`${id}-wrong`} className="small text-alert" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
