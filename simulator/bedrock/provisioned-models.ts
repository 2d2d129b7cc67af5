import type { ProvisionedModel } from '../world/profiles.js';

/** A provisioned model as ListProvisionedModelThroughputs tells it; the Get call calls it the same. */
export function provisionedModelSummary(provisioned: ProvisionedModel) {
  const { arn, name, model, place, createdAt } = provisioned;
  const modelArn = `arn:aws:bedrock:${place.region}::foundation-model/${model.baseId}`;
  const creationTime = new Date(createdAt).toISOString();
  return {
    provisionedModelName: name,
    provisionedModelArn: arn,
    modelArn,
    desiredModelArn: modelArn,
    foundationModelArn: modelArn,
    modelUnits: 1,
    desiredModelUnits: 1,
    status: 'InService',
    commitmentDuration: 'SixMonths',
    creationTime,
    lastModifiedTime: creationTime,
  };
}
