import type { VerdictAction } from '../api/generated/types.gen.js';
import { words } from '../words/words.js';
import { CopyButton } from './copy-button.js';

const w = words.keeping;

/** What a person does about it: words, and a command or policy to copy. Nothing is run from here. */
export function Remedy({ action }: { action: VerdictAction }) {
  return (
    <div className="remedy">
      <p>{action.words}</p>
      {action.command !== null && <ToCopy text={action.command} what={w.command} />}
      {action.policy !== null && <ToCopy text={action.policy} what={w.policy} />}
    </div>
  );
}

function ToCopy({ text, what }: { text: string; what: string }) {
  return (
    <div className="to-copy">
      <pre className="code">{text}</pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
