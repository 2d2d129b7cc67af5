import { Outlet, useLocation } from '@tanstack/react-router';
import { rightOfPage } from '../view/needs.js';
import { useRefusal } from '../view/session.js';
import { words } from '../words/words.js';
import { Empty } from './empty.js';
import { MenuButton } from './menu.js';

/** The page of the address, or why the reader may not see it. */
export function Allowed() {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const refusal = useRefusal(rightOfPage(path));
  if (refusal === null) return <Outlet />;
  const { deniedTitle, denied } = words.frame.states;
  return (
    <div>
      <title>{`${deniedTitle} · ${words.frame.product}`}</title>
      <header className="bar">
        <div className="row">
          <MenuButton />
          <h1>{deniedTitle}</h1>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <section className="card">
          <Empty title={deniedTitle}>
            <p>{refusal}</p>
            <p>{denied}</p>
          </Empty>
        </section>
      </main>
    </div>
  );
}
