import type { Note } from '../log-keeping.js';
import { evidenceOf } from '../settings-of-place.js';
import { routesOf } from './log-routes.js';
import type { LogSwitch } from './vertex-logs.js';
import { auditConfigOf, isRegional, type VertexQuestion } from './vertex-question.js';
import { endExemptions, logAuditReads, logWithoutRows, switchRequestLoggingOn } from './vertex-remedies.js';

interface Switches {
  readonly requests: LogSwitch;
  readonly metadata: LogSwitch;
  readonly audit: LogSwitch;
}

/** What is logged but says less than an investigation may need. None of it breaks the promise; each can be mended. */
export function vertexNotes(question: VertexQuestion, { requests, metadata, audit }: Switches): Note[] {
  const notes: Note[] = [];
  const add = (code: string, words: string, action: Note['action'], evidence: Note['evidence'] = []) =>
    notes.push({ code, words, action, evidence });
  const inVain = question.models.flatMap(({ model, latest }) =>
    latest.state === 'known' && latest.value.requestResponse.on ? [{ model, spell: latest.spell }] : [],
  );
  const [first] = inVain;
  if (requests.state === 'off' && first !== undefined)
    add(
      'configuredInVain',
      `Request-response logging reads back as on for ${inVain.map(({ model }) => model).join(', ')}, but calls at ${question.region} never leave a row: only regional endpoints do.`,
      logWithoutRows(question),
      [evidenceOf(first.spell, 'on')],
    );
  const isLogged = requests.state === 'on' || metadata.state === 'on';
  if (isLogged && audit.state === 'off')
    add(
      'callersNotLogged',
      'Data Access audit logs are off: no record says who called, unless callers say so themselves in labels.',
      logAuditReads(question.accountId),
    );
  const { latest } = auditConfigOf(question);
  if (latest.state === 'known' && latest.value.dataRead && latest.value.exemptedMembers.length > 0)
    add(
      'callersExempted',
      `Calls of ${latest.value.exemptedMembers.join(', ')} are exempted from audit logs: no record says that they called.`,
      endExemptions(question.accountId),
      [evidenceOf(latest.spell, 'exempted members')],
    );
  if (metadata.state === 'on' && requests.state === 'off' && isRegional(question))
    add(
      'textNotLogged',
      'Records tell which model was called when and how many tokens it took, but not what was asked and answered.',
      switchRequestLoggingOn(question, null, null),
    );
  if (audit.state === 'on') {
    const { elsewhere } = routesOf(question, 'audit');
    if (elsewhere.length > 0)
      add('alsoElsewhere', `Entries are also led to ${elsewhere.join(', ')}, whose keeping is not looked at.`, null);
  }
  return notes;
}
