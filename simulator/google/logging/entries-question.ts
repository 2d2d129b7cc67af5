import { invalidArgument } from '../google-error.js';
import type { JsonFieldReader } from '../json-fields.js';
import { readFilter, type Filter } from './filter.js';
import { UnreadableFilter } from './filter-words.js';

const MOST_ENTRIES = 1000;
const USUAL_ENTRIES = 50;
const MOST_FILTER_CHARACTERS = 20_000;

/** What a request to list entries asks for. */
export interface Question {
  readonly projectId: string;
  readonly filter: Filter;
  readonly descending: boolean;
  readonly pageSize: number;
  /** What a page token belongs to. */
  readonly text: string;
}

/** The project that a request's resource names name; the stand-in reads one project at a time. */
export function projectAsked(request: JsonFieldReader): string {
  const names = [...new Set(request.texts('resourceNames'))];
  const projectId = /^projects\/([^/]+)$/.exec(names[0] ?? '')?.[1];
  if (projectId === undefined || names.length > 1) {
    throw invalidArgument(
      `The stand-in reads the entries of one project, as in projects/P; asked for: ${names.join(', ')}`,
    );
  }
  return projectId;
}

/** Read a request; what entries.list refuses is refused. */
export function questionOf(request: JsonFieldReader): Question {
  const text = request.text('filter') ?? '';
  const orderBy = request.text('orderBy') ?? '';
  const pageSize = request.whole('pageSize') ?? 0;
  if (pageSize > MOST_ENTRIES) throw invalidArgument(`page_size must be at most ${MOST_ENTRIES}.`);
  if (text.length > MOST_FILTER_CHARACTERS) throw invalidArgument('The filter is too long.');
  if (!['', 'timestamp', 'timestamp asc', 'timestamp desc'].includes(orderBy)) {
    throw invalidArgument(`order_by must be "timestamp asc" or "timestamp desc", not "${orderBy}".`);
  }
  const projectId = projectAsked(request);
  return {
    projectId,
    filter: filterOf(text),
    descending: orderBy === 'timestamp desc',
    pageSize: pageSize > 0 ? pageSize : USUAL_ENTRIES,
    text: `${projectId} ${orderBy} ${text}`,
  };
}

function filterOf(text: string): Filter {
  try {
    return readFilter(text);
  } catch (error) {
    if (error instanceof UnreadableFilter) throw invalidArgument(error.message);
    throw error;
  }
}
