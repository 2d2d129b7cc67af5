import { z } from 'zod';
import { readModelName } from '../normalise/model-id.js';
import { ENDPOINT_SCOPES, type EndpointScope } from '../usage/cloud.js';
import type { Flag } from '../usage/flags.js';
import type { UsageEvent } from '../usage/usage-event.js';
import {
  appliesAt,
  compileRules,
  conditionFields,
  endsAfterItBegins,
  haveOwnNames,
  MUST_END_AFTER,
  ruleFields,
  TWO_OF_ONE_NAME,
  type RuleMatcher,
  type RuleSubject,
} from './dated-rules.js';
import { scopesOf } from './premium.js';

const modelMapping = z
  .strictObject({
    ...ruleFields,
    when: z.strictObject({
      cloud: conditionFields.cloud,
      accountId: conditionFields.accountId,
      region: conditionFields.region,
      modelId: conditionFields.modelId.unwrap(),
    }),
    model: z
      .string()
      .refine((name) => readModelName(name).model !== null, {
        error: ({ input }) => `"${String(input)}" is no model of the catalogue; write its id, such as claude-opus-4-8`,
      })
      .optional()
      .describe('The model behind the id; a name that ends in -fast is its fast form'),
    endpointScope: z
      .enum(ENDPOINT_SCOPES)
      .exclude(['unknown', 'provisioned'])
      .optional()
      .describe('The kind of endpoint behind the id, which the premium hangs on'),
    hosting: z
      .enum(['azure', 'anthropic'])
      .optional()
      .describe('Who hosts a Foundry deployment: model version 2 is hosted on Azure, version 1 by Anthropic'),
    provisioned: z.literal(true).optional().describe('Paid by the hour: its tokens cost nothing by themselves'),
  })
  .superRefine(({ when: { cloud }, model, endpointScope, hosting, provisioned }, context) => {
    const complain = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (model === undefined && endpointScope === undefined && provisioned === undefined) {
      complain('model', 'a mapping says at least one of "model", "endpointScope" and "provisioned"');
    }
    if (provisioned && endpointScope !== undefined) {
      complain('endpointScope', 'a provisioned endpoint has no scope that is priced: leave "endpointScope" out');
    }
    if (hosting !== undefined && cloud !== undefined && cloud !== 'foundry') {
      complain('hosting', `only Foundry deployments have a hosting, not those of ${cloud}`);
    }
    if (hosting === 'anthropic' && endpointScope === 'data-zone') {
      complain('endpointScope', 'a US Data Zone deployment exists only hosted on Azure (model version 2)');
    }
    if (cloud !== undefined && endpointScope !== undefined && !scopesOf(cloud).includes(endpointScope)) {
      complain('endpointScope', `${cloud} has no ${endpointScope} endpoints, only ${scopesOf(cloud).join(', ')}`);
    }
  })
  .refine(endsAfterItBegins, MUST_END_AFTER);

/** Which model and endpoint stand behind ids that do not tell, for the configuration. In order: the first that fits counts. */
export const modelMappingsSchema = z.array(modelMapping).refine(haveOwnNames, TWO_OF_ONE_NAME);

export type ModelMapping = z.output<typeof modelMapping>;
export type ModelMappings = z.output<typeof modelMappingsSchema>;

/** What a mapping can change of a call. */
export type MappedFacts = Pick<UsageEvent, 'model' | 'vendor' | 'endpointScope' | 'speed'>;

export type MappableUsage = Omit<RuleSubject, 'model'> & MappedFacts & Pick<UsageEvent, 'occurredAt'>;

const COMPILED = new WeakMap<ModelMappings, RuleMatcher<ModelMapping>>();

/** The mapping that applies to a call at its time, `null` for none. */
export function mappingOf(usage: Omit<MappableUsage, keyof MappedFacts>, mappings: ModelMappings): ModelMapping | null {
  if (mappings.length === 0) return null;
  let matching = COMPILED.get(mappings);
  if (matching === undefined) {
    matching = compileRules(mappings);
    COMPILED.set(mappings, matching);
  }
  // What the log says of the model is no condition: a mapping is about the id.
  const { cloud, accountId, region, modelId, occurredAt } = usage;
  const candidates = matching({ cloud, accountId, region, modelId, model: null });
  return candidates.find((candidate) => appliesAt(candidate, occurredAt))?.rule ?? null;
}

/** Model, scope and speed as a mapping has them; what it does not say stays. */
export function mapped(facts: MappedFacts, mapping: ModelMapping): MappedFacts {
  const { model, fast } = mapping.model === undefined ? { model: null, fast: false } : readModelName(mapping.model);
  const scope: EndpointScope | undefined = mapping.provisioned ? 'provisioned' : mapping.endpointScope;
  return {
    model: model ?? facts.model,
    vendor: model === null ? facts.vendor : 'anthropic',
    endpointScope: scope ?? facts.endpointScope,
    speed: fast ? 'fast' : facts.speed,
  };
}

/** What of a call a mapping reads and writes. */
export type MappableEvent = MappableUsage & Pick<UsageEvent, 'flags' | 'provenance'>;

/** A call with model and scope as the first mapping has them that fits its id, account and time. */
export function applyMapping<Event extends MappableEvent>(event: Event, mappings: ModelMappings): Event {
  const mapping = mappingOf(event, mappings);
  if (mapping === null) return event;
  const facts = mapped(event, mapping);
  const namesModel = mapping.model !== undefined;
  return {
    ...event,
    ...facts,
    flags: flagsAfter(event, facts, mapping),
    provenance: namesModel ? { ...event.provenance, model: 'mapping' } : event.provenance,
  };
}

function flagsAfter(
  event: MappableEvent,
  facts: MappedFacts,
  { model, endpointScope, provisioned }: ModelMapping,
): Flag[] {
  const flags = new Set<Flag>(event.flags);
  flags.add('mapped');
  if (model !== undefined) {
    flags.delete('modelUnknown');
    if (event.model !== null && event.model !== facts.model) {
      flags.add('mappingDisagrees');
      flags.delete('modelFromBody');
    }
  }
  if (endpointScope !== undefined || provisioned) flags.delete('scopeUnknown');
  if (provisioned && event.cloud === 'vertex' && ['global', 'us', 'eu'].includes(event.region)) {
    flags.add('provisionedNotRegional');
  }
  return [...flags];
}
