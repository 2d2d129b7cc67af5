/** The telling end of a caller's name: of an ARN what follows the resource's kind, of an e-mail address all of it. */
export function shortPrincipal(principal: string | null): string | null {
  if (principal === null) return null;
  const resource = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/s.exec(principal)?.[1];
  if (resource === undefined) return principal;
  const parts = resource.split('/');
  return parts.length > 1 ? parts.slice(1).join(' / ') : resource;
}
