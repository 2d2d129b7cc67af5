import type { Cloud } from './cloud.js';

/** What a cloud billed on a day under one meter. Amounts are decimal text, as the cloud wrote them. */
export interface BilledUsage {
  readonly cloud: Cloud;
  /** What was billed: a subscription, a resource group, a billing account. */
  readonly scope: string;
  /** `2026-11-18`, UTC. */
  readonly day: string;
  readonly meter: string;
  readonly unit: string | null;
  readonly quantity: string | null;
  readonly cost: string;
  readonly currency: string;
}

/** A charge of the same scope that is not Claude's: it is told of and not kept by day. */
export interface LeftOutCharge {
  readonly meter: string;
  /** The categories that it stands in, as far as they are known. */
  readonly category: string;
  readonly cost: string;
  readonly currency: string;
}
