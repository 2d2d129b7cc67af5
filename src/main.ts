import { runStart } from './cli/start.command.js';

await runStart({});
