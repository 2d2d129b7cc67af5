import { type Command, InvalidArgumentError } from 'commander';
import { systemClock } from '../runtime/clock.js';
import { readEnvironment } from '../runtime/environment.js';
import { AuditTrail } from '../serve/audit-trail.js';
import { MemberChanges } from '../serve/auth/member-changes.js';
import { LocalPasswordStore } from '../store/local-passwords.store.js';
import { LOCAL, type Member, MemberStore } from '../store/members.store.js';
import { SessionStore } from '../store/sessions.store.js';
import { ROLES, type Role } from '../usage/role.js';
import { openDatabase, stderrLog } from './open-database.js';
import { FoundTrouble, UsedWrongly } from './outcome.js';
import { readSettings } from './settings.js';

interface Common {
  readonly dataDir?: string;
}

interface Rights {
  readonly role: readonly Role[];
  readonly team: readonly string[];
}

/** Who is written down as having done it: whoever may run commands on this machine. */
const COMMAND = { kind: 'command', id: null, name: 'ledgerline members' } as const;

/** `members add|list|set-roles|disable|enable|reset-password`: who may come in, without the API. */
export function addMembersCommands(program: Command): void {
  const members = program.command('members').description('who may sign in, and as what');
  const command = (name: string, description: string) =>
    members.command(name).description(description).option('--data-dir <dir>', 'where the embedded database lives');
  const at = (options: Common): Options => ({ ...options, ...program.opts<{ config?: string }>() });

  withRights(command('add', 'add an account with a password here; prints a temporary password'))
    .requiredOption('--login <login>', 'what they type to sign in, such as an e-mail address')
    .requiredOption('--name <name>', 'what they are called')
    .action((options: Common & Rights & { login: string; name: string }) => withMembers(at(options), add(options)));

  command('list', 'everybody, also those who may come in no more')
    .option('--json', 'print the members as one JSON object')
    .action((options: Common & { json?: boolean }) => withMembers(at(options), list(options.json === true)));

  withRights(command('set-roles', 'give a member these roles and teams in place of those before'))
    .requiredOption('--login <login>', 'login name, or the id that `members list` shows')
    .action((options: Common & Rights & { login: string }) =>
      withMembers(at(options), async ({ changes, find }) => {
        const member = await find(options.login);
        await changes.change(COMMAND, member.id, { roles: options.role, teams: options.team });
        process.stdout.write(`${member.name} is ${options.role.join(', ') || 'nothing'} now.\n`);
      }),
    );

  for (const [name, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    command(name, disabled ? 'let a member in no more, and end their sessions' : 'let a disabled member in again')
      .requiredOption('--login <login>', 'login name, or the id that `members list` shows')
      .action((options: Common & { login: string }) =>
        withMembers(at(options), async ({ changes, find }) => {
          const member = await find(options.login);
          await changes.change(COMMAND, member.id, { disabled });
          process.stdout.write(`${member.name} may ${disabled ? 'not ' : ''}sign in.\n`);
        }),
      );
  }

  command('reset-password', 'print a new temporary password, and end every session of the account')
    .requiredOption('--login <login>', 'login name')
    .option('--remove-second-factor', 'ask for no one-time codes any more')
    .action((options: Common & { login: string; removeSecondFactor?: boolean }) =>
      withMembers(at(options), async ({ changes, find }) => {
        const member = await find(options.login);
        const password = await changes.resetPassword(COMMAND, member.id, options.removeSecondFactor === true);
        if (password === null) throw new FoundTrouble(`${member.name} signs in elsewhere: there is no password here`);
        sayPassword(password);
      }),
    );
}

function withRights(command: Command): Command {
  return command
    .option('--role <role>', `a role, repeatable: ${ROLES.join(', ')}`, collectRole, [])
    .option('--team <team>', 'a team whose figures a viewer sees, repeatable', collect, []);
}

type Options = Common & { readonly config?: string };

interface MembersAtHand {
  readonly store: MemberStore;
  readonly changes: MemberChanges;
  /** By login name or id. Throws UsedWrongly when there is none. */
  readonly find: (login: string) => Promise<Member>;
}

async function withMembers(options: Options, work: (members: MembersAtHand) => Promise<void>): Promise<void> {
  const settings = readSettings(readEnvironment(), options);
  const database = await openDatabase(settings.database, stderrLog);
  try {
    const { pool } = database;
    const store = new MemberStore(pool);
    const changes = new MemberChanges({
      members: store,
      passwords: new LocalPasswordStore(pool),
      sessions: new SessionStore(pool, systemClock, settings.config.signIn.sessions),
      trail: new AuditTrail(pool, systemClock),
      clock: systemClock,
    });
    await work({ store, changes, find: (login) => findMember(store, login) });
  } finally {
    await database.close();
  }
}

const add =
  ({ login, name, role, team }: Rights & { readonly login: string; readonly name: string }) =>
  async ({ changes }: MembersAtHand): Promise<void> => {
    if (role.length === 0) throw new UsedWrongly(`give at least one --role: ${ROLES.join(', ')}`);
    const added = await changes.add(COMMAND, { login: login.trim(), name, email: null, roles: role, teams: team });
    if (added === null) throw new UsedWrongly(`there is an account "${login}" already; set-roles changes it`);
    sayPassword(added.temporaryPassword);
  };

const list =
  (asJson: boolean) =>
  async ({ store }: MembersAtHand): Promise<void> => {
    const members = await store.list();
    process.stdout.write(asJson ? `${JSON.stringify({ members })}\n` : members.map(lineOf).join(''));
    if (members.length === 0) stderrLog.log('There are no members yet: `ledgerline members add` adds one.');
  };

function lineOf({ id, issuer, subject, name, roles, teams, disabledAt, secondFactor, lastSignInAt }: Member): string {
  const facts = [
    roles.join(', ') || 'no role',
    ...(teams.length > 0 ? [`teams ${teams.join(', ')}`] : []),
    ...(secondFactor ? ['one-time codes'] : []),
    lastSignInAt === null ? 'never signed in' : `last in ${lastSignInAt.toISOString()}`,
    ...(disabledAt === null ? [] : ['disabled']),
  ];
  return `${id}  ${issuer === LOCAL ? subject : `${subject} at ${issuer}`}  ${name}  (${facts.join('; ')})\n`;
}

async function findMember(store: MemberStore, login: string): Promise<Member> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(login);
  const member = isId ? await store.byId(login) : await store.bySubject(LOCAL, login.trim().toLowerCase());
  if (member === null) throw new UsedWrongly(`there is no member "${login}"; \`ledgerline members list\` shows them`);
  return member;
}

/** The password alone on stdout, so that a script can hand it on. */
function sayPassword(password: string): void {
  stderrLog.log('The temporary password, shown this once; it has to be changed at the first sign-in, within 7 days:');
  process.stdout.write(`${password}\n`);
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function collectRole(value: string, before: readonly Role[]): Role[] {
  const role = ROLES.find((known) => known === value);
  if (role === undefined) throw new InvalidArgumentError(`"${value}" is not a role: ${ROLES.join(', ')}.`);
  return [...before, role];
}
