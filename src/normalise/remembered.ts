/**
 * `read` with its answers remembered by their text: a log repeats a few model ids and callers millions of times. When
 * `limit` different texts have been seen, it forgets them all and begins again, so that the memory stays bounded.
 */
export function remembered<Answer>(read: (text: string) => Answer, limit: number): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = read(text);
    if (answers.size >= limit) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}
