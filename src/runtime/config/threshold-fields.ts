import { z } from 'zod';

export const count = z.int().min(0);
export const percent = z.number().min(0).max(100);

/** An alert begins no sooner than its warning. */
export function inOrder(warn: number, alert: number, key: string, context: z.core.$RefinementCtx): void {
  if (alert < warn)
    context.addIssue({ code: 'custom', path: [key], message: `${alert} is below the ${warn} at which it warns` });
}

/** A share that is worth a word once enough calls are concerned; each percentage is exceeded, not reached. */
export function share({
  minCalls,
  warnPercent,
  alertPercent,
}: Record<'minCalls' | 'warnPercent' | 'alertPercent', number>) {
  return z
    .strictObject({
      minCalls: count.min(1).default(minCalls),
      warnPercent: percent.default(warnPercent),
      alertPercent: percent.default(alertPercent),
    })
    .superRefine(({ warnPercent, alertPercent }, context) =>
      inOrder(warnPercent, alertPercent, 'alertPercent', context),
    )
    .prefault({});
}
