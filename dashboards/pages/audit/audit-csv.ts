import type { AuditEntry } from '../../api/generated/types.gen.js';
import { words } from '../../words/words.js';

const { title, columns, csv } = words.access.audit;

/** Entries as they are shown, whole: ids are not shortened and details are JSON. */
export function auditCsv(entries: readonly AuditEntry[]): string[][] {
  return [
    [title],
    [csv],
    [],
    [columns.number, columns.time, columns.who, 'kind', 'id', columns.action, columns.target, columns.detail, 'hash'],
    ...entries.map(({ sequence, at, actor, action, target, detail, hash }) => [
      String(sequence),
      at,
      actor.name,
      actor.kind,
      actor.id ?? '',
      action,
      target ?? '',
      JSON.stringify(detail),
      hash,
    ]),
  ];
}
