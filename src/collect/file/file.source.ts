import type { Cloud } from '../../usage/cloud.js';
import { type Envelope, type RawRecord, recordChars } from '../../usage/raw-record.js';
import type { Window } from '../../usage/window.js';
import type { LogSource } from '../log-source.js';
import { BodyFiles } from './body-files.js';
import { FileUnreadable, readLogFile } from './log-file.js';

const PAGE_RECORDS = 2_000;
/** Large records make small pages, so that memory does not grow with them (characters). */
const PAGE_CHARS = 16 * 1024 * 1024;

export interface FileSourceSettings {
  readonly id: string;
  readonly cloud: Cloud;
  readonly paths: readonly string[];
  /** Account and region for records that name none. */
  readonly envelope: Envelope;
  /** Files of bodies that were moved out of records for their size. */
  readonly bodyPaths?: readonly string[];
  readonly onBytes?: (bytes: number) => void;
}

/** Log files from disk, as a source like any other. A file that breaks off is noted and the next one is read. */
export class FileSource implements LogSource {
  readonly axis = 'listing';
  readonly id: string;
  readonly cloud: Cloud;
  private readonly bodies: BodyFiles;
  /** Files that could not be read to their end; what came before the break was delivered. */
  readonly unreadable: FileUnreadable[] = [];

  constructor(private readonly settings: FileSourceSettings) {
    this.id = settings.id;
    this.cloud = settings.cloud;
    this.bodies = new BodyFiles(settings.bodyPaths ?? []);
  }

  async *read(_window: Window, signal: AbortSignal): AsyncGenerator<RawRecord[]> {
    let page: RawRecord[] = [];
    let chars = 0;
    for (const path of this.settings.paths) {
      try {
        for await (const text of readLogFile(path, this.settings.onBytes)) {
          signal.throwIfAborted();
          const record = await this.bodies.complete({ text, envelope: this.settings.envelope });
          page.push(record);
          chars += recordChars(record);
          if (page.length < PAGE_RECORDS && chars < PAGE_CHARS) continue;
          yield page;
          page = [];
          chars = 0;
        }
      } catch (error) {
        if (!(error instanceof FileUnreadable)) throw error;
        this.unreadable.push(error);
      }
    }
    if (page.length > 0) yield page;
  }
}
