import { lazy, Suspense, useState, type ComponentType, type ReactNode } from 'react';

/** What a button shows before and after its menu is there. */
export interface Face {
  readonly className: string;
  readonly title?: string | undefined;
  /** For buttons whose words alone do not say what they do. */
  readonly label?: string | undefined;
  readonly children: ReactNode;
}

/** A button whose menu is fetched when somebody reaches for it: most visits open none. */
export function deferred<Props extends { readonly face: Face }>(
  load: () => Promise<{ default: ComponentType<Props> }>,
) {
  const Loaded: ComponentType<Props> = lazy(load);
  const fetchAhead = () => void load();
  return function Deferred(props: Props) {
    const [isWanted, setIsWanted] = useState(false);
    const { className, title, label, children } = props.face;
    const button = (
      <button
        type="button"
        className={className}
        title={title}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={false}
        onPointerEnter={fetchAhead}
        onFocus={fetchAhead}
        onClick={() => {
          setIsWanted(true);
        }}
      >
        {children}
      </button>
    );
    return isWanted ? (
      <Suspense fallback={button}>
        <Loaded {...props} />
      </Suspense>
    ) : (
      button
    );
  };
}
