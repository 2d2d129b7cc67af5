import type { InvocationLogging, LogDelivery } from '../../usage/bedrock-settings.js';
import type { Window } from '../../usage/window.js';
import type { Deliveries, LogStore } from '../log-keeping.js';
import { whyUnknown, type Latest, type SettingsOfPlace, type ValueSpell } from '../settings-of-place.js';
import type { SourceRead } from '../store-holds.js';

/** What the stores of one account and region are judged from. */
export interface StoreQuestion {
  readonly accountId: string;
  readonly region: string;
  readonly settings: SettingsOfPlace;
  readonly configurations: readonly ValueSpell<InvocationLogging>[];
  readonly delivery: Latest<LogDelivery>;
  readonly reads: readonly SourceRead[];
  readonly requiredDays: number;
  readonly now: number;
}

/** When the logging settings named the store. What was last seen so counts until it was seen otherwise. */
export function writtenSpans(
  { configurations }: StoreQuestion,
  names: (value: InvocationLogging) => boolean,
): Window[] {
  return configurations.filter(({ value }) => value.on && names(value)).map(({ from, to }) => ({ from, to }));
}

/** When the place's logging settings were first seen, whatever they said. */
export function seenFrom({ configurations, now }: StoreQuestion): number {
  return configurations[0]?.from ?? now;
}

/** What was delivered to one kind of store lately. */
export function deliveriesOf(
  delivery: Latest<LogDelivery>,
  to: (value: LogDelivery) => Omit<Deliveries, 'countedBy'>,
): Pick<LogStore, 'deliveries' | 'deliveriesUnknownWords'> {
  if (delivery.state === 'known')
    return { deliveries: { ...to(delivery.value), countedBy: null }, deliveriesUnknownWords: null };
  return { deliveries: null, deliveriesUnknownWords: whyUnknown('whether records are delivered', delivery) };
}
