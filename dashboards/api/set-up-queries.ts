import { queryOptions } from '@tanstack/react-query';
import { answerOf } from './answer.js';
import { listSourceKinds } from './generated/sdk.gen.js';

export function sourceKindsQuery() {
  return queryOptions({
    queryKey: ['source-kinds'],
    staleTime: Infinity,
    queryFn: ({ signal }) => answerOf(listSourceKinds({ signal })),
  });
}
