import { Link } from '@tanstack/react-router';
import { words } from '../words/words.js';
import { Empty } from './empty.js';

export function NotFound() {
  const { states } = words.frame;
  return (
    <main>
      <div className="card">
        <Empty
          title={states.notFoundTitle}
          action={
            <Link to="/" className="btn">
              {states.toOverview}
            </Link>
          }
        >
          <p>{states.notFound}</p>
        </Empty>
      </div>
    </main>
  );
}
