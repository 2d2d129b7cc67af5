import type { Cloud } from '../usage/cloud.js';

/** Where logs are kept together: an account and region of AWS, a project and location of Google Cloud, a Foundry resource. */
export interface Place {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
}

/** The region of what is set for an account as a whole. */
export const WHOLE_ACCOUNT = '';

/** `bedrock/111122223333/us-east-1`: how a place is called in alerts and addresses. */
export function placeName({ cloud, accountId, region }: Place): string {
  return [cloud, accountId.replace(/^\//, ''), ...(region === WHOLE_ACCOUNT ? [] : [region])].join('/');
}

/** `111122223333 in us-east-1`, `my-project in europe-west1`: a place as people call it. */
export function placeWords(place: Place): string {
  const name = accountName(place);
  return place.region === WHOLE_ACCOUNT ? name : `${name} in ${place.region}`;
}

/** The account as people call it. Azure's ids end with the name. */
export function accountName({ cloud, accountId }: Pick<Place, 'cloud' | 'accountId'>): string {
  return cloud === 'foundry' ? (accountId.split('/').at(-1) ?? accountId) : accountId;
}
