import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Prose } from './prose.js';
import { Skeleton } from './skeleton.js';
import { Trouble } from './trouble.js';

interface AnsweredProps<Answer> {
  readonly title: string;
  readonly query: UseQueryResult<Answer>;
  /** What is said instead of a card that would be empty; null where it is not. */
  readonly none: (answer: Answer) => string | null;
  readonly children: (answer: Answer) => ReactNode;
}

/** A card of one answer: until it is there, when it does not come, and when there is nothing in it. */
export function Answered<Answer>({ title, query, none, children }: AnsweredProps<Answer>) {
  const nothing = query.data === undefined ? null : none(query.data);
  // What was answered stays while a later question fails.
  if (query.data !== undefined && nothing === null) return children(query.data);
  return (
    <section className="card c12">
      <header>
        <h2>{title}</h2>
      </header>
      {nothing !== null ? (
        <p className="quiet">
          <Prose text={nothing} />
        </p>
      ) : query.error ? (
        <Trouble error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Skeleton height={96} />
      )}
    </section>
  );
}
