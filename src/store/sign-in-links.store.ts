import { rolesAmong, type Role } from '../usage/role.js';
import { MINUTE_MS } from '../usage/window.js';
import type { PrismaClient } from './generated/prisma/client.js';
import { hashOf, newSecret, type IssuedSecret } from './secret.js';

/** What a link is used for before "ledgerline sign-in-link" prints the next one. */
const SIGN_IN_LINK_MS = 15 * MINUTE_MS;

/** Links that whoever has the machine prints for a browser: each opens one session, once. */
export class SignInLinkStore {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly clock: { now(): number },
  ) {}

  /** A link's secret, good for one sign-in. */
  async create({
    validForMs = SIGN_IN_LINK_MS,
    roles = ['admin'],
  }: { readonly validForMs?: number; readonly roles?: readonly Role[] } = {}): Promise<IssuedSecret> {
    const secret = newSecret();
    const expiresAt = new Date(this.clock.now() + validForMs);
    await this.prisma.signInLink.create({ data: { linkHash: hashOf(secret), roles: [...roles], expiresAt } });
    return { secret, expiresAt };
  }

  /** Uses a link up and says whose roles it gives; null when it is unknown, used or expired. */
  async redeem(secret: string): Promise<readonly Role[] | null> {
    const now = new Date(this.clock.now());
    const [link] = await this.prisma.signInLink.updateManyAndReturn({
      where: { linkHash: hashOf(secret), usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    return link ? rolesAmong(link.roles) : null;
  }
}
