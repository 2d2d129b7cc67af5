import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Something that the service is asked to change. Afterwards `asked` is asked for again, also when it was refused. */
export function useChange<Given, Answer>(
  asked: string,
  change: (given: Given) => Promise<Answer>,
  onDone?: (answer: Answer) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (answer) => onDone?.(answer),
    onSettled: () => client.invalidateQueries({ queryKey: [asked] }),
  });
}
