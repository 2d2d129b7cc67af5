import { useMutation, useQueryClient } from '@tanstack/react-query';

/** An order to the service. Afterwards everything about corrections is asked for again, also when it was refused. */
export function useOrder<Given, Answer>(order: (given: Given) => Promise<Answer>, onDone?: (answer: Answer) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: order,
    onSuccess: (answer) => onDone?.(answer),
    onSettled: () => client.invalidateQueries({ queryKey: ['corrections'] }),
  });
}
