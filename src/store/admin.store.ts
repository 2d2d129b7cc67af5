import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { HOUR_MS, MINUTE_MS } from '../usage/window.js';
import type { PrismaClient } from './generated/prisma/client.js';

const SESSION_MS = 12 * HOUR_MS;

/** What a link is used for before "ledgerline sign-in-link" prints the next one. */
export const SIGN_IN_LINK_MS = 15 * MINUTE_MS;

/** The one role until there are more. */
const ADMIN = 'admin';

/** A secret that is shown once: only its SHA-256 is kept. */
export interface IssuedSecret {
  readonly secret: string;
  readonly expiresAt: Date;
}

export interface KnownRole {
  readonly role: string;
}

/**
 * API tokens, sessions and sign-in links. Secrets are 256 random bits, so a plain hash is enough, and looking the hash up
 * tells nothing by its timing.
 */
export class AdminStore {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly clock: { now(): number },
  ) {}

  /** A link's secret, good for one sign-in. */
  async createSignInLink({ validForMs = SIGN_IN_LINK_MS, role = ADMIN } = {}): Promise<IssuedSecret> {
    const secret = newSecret();
    const expiresAt = new Date(this.clock.now() + validForMs);
    await this.prisma.signInLink.create({ data: { linkHash: hashOf(secret), role, expiresAt } });
    return { secret, expiresAt };
  }

  /** Uses a link up and opens a session; null when it is unknown, used or expired. */
  async redeemSignInLink(secret: string): Promise<IssuedSecret | null> {
    const now = new Date(this.clock.now());
    const [link] = await this.prisma.signInLink.updateManyAndReturn({
      where: { linkHash: hashOf(secret), usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    return link ? this.createSession(link.role) : null;
  }

  async createSession(role: string): Promise<IssuedSecret> {
    const now = this.clock.now();
    await this.prisma.session.deleteMany({ where: { expiresAt: { lte: new Date(now) } } });
    const secret = newSecret();
    const expiresAt = new Date(now + SESSION_MS);
    await this.prisma.session.create({ data: { sessionHash: hashOf(secret), role, expiresAt } });
    return { secret, expiresAt };
  }

  async findSession(secret: string): Promise<KnownRole | null> {
    const session = await this.prisma.session.findUnique({ where: { sessionHash: hashOf(secret) } });
    return session && session.expiresAt.getTime() > this.clock.now() ? { role: session.role } : null;
  }

  async endSession(secret: string): Promise<void> {
    await this.prisma.session.deleteMany({ where: { sessionHash: hashOf(secret) } });
  }

  /** A new API token under a name. */
  async createToken(name: string, role: string = ADMIN): Promise<string> {
    const token = `ll_${newSecret()}`;
    await this.prisma.apiToken.create({ data: { id: randomUUID(), name, role, tokenHash: hashOf(token) } });
    return token;
  }

  /** Who a token stands for; null when it is unknown or revoked. Notes its use, at most once a minute. */
  async verifyToken(token: string): Promise<KnownRole | null> {
    const known = await this.prisma.apiToken.findUnique({ where: { tokenHash: hashOf(token) } });
    if (!known || known.revokedAt) return null;
    const now = this.clock.now();
    if (!known.lastUsedAt || now - known.lastUsedAt.getTime() >= MINUTE_MS) {
      await this.prisma.apiToken.updateMany({ where: { id: known.id }, data: { lastUsedAt: new Date(now) } });
    }
    return { role: known.role };
  }

  /** Makes the token of the environment an administrator's, once; a revoked one stays revoked. */
  async bootstrapToken(token: string): Promise<void> {
    // Instances that start together do this at the same time.
    await this.prisma.apiToken.createMany({
      data: [{ id: randomUUID(), name: 'LEDGERLINE_BOOTSTRAP_TOKEN', role: ADMIN, tokenHash: hashOf(token) }],
      skipDuplicates: true,
    });
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function hashOf(secret: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(secret).digest());
}
