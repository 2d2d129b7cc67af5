import { AwsError } from '../aws/aws-json.js';
import type { AwsAnswer, AwsRequest, AwsService, Backend, Moment } from '../aws/service.js';
import { element, xmlDocument } from '../aws/xml.js';
import { PLACES } from '../world-places.js';
import { issueCredentials, readerRoleOf } from './sessions.js';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const DEFAULT_SECONDS = 3_600;

/** STS as the SDK asks it: the query protocol, a form in and XML out. */
export class StsService implements AwsService {
  constructor(private readonly backend: Backend) {}

  operationOf({ body }: AwsRequest): string {
    const action = new URLSearchParams(body).get('Action');
    if (action === 'AssumeRole' || action === 'GetCallerIdentity') return action;
    throw new AwsError('InvalidAction', `The stand-in does not play ${action ?? 'requests without an Action'}.`);
  }

  requestsPerSecond(): null {
    return null;
  }

  answer(operation: string, request: AwsRequest, { now }: Moment): AwsAnswer {
    const form = new URLSearchParams(request.body);
    const result =
      operation === 'AssumeRole' ? assumeRole(form, now, this.backend.seed) : callerIdentity(request.accountId);
    const content = `<${operation}Result>${result}</${operation}Result><ResponseMetadata>${element('RequestId', 'c6104cbe-af31-11e0-8154-cbc7ccf896c7')}</ResponseMetadata>`;
    return xml(200, xmlDocument(`${operation}Response`, NAMESPACE, content));
  }

  refuse({ status, type, message }: AwsError): AwsAnswer {
    const code = type.replace(/Exception$/, '');
    const error = `<Error>${element('Type', status < 500 ? 'Sender' : 'Receiver')}${element('Code', code)}${element('Message', message)}</Error>`;
    const content = `${error}${element('RequestId', 'c6104cbe-af31-11e0-8154-cbc7ccf896c7')}`;
    return xml(status, xmlDocument('ErrorResponse', NAMESPACE, content));
  }
}

/** The one role of each account lets in who shows its external id; any other role lets nobody in. */
function assumeRole(form: URLSearchParams, now: number, seed: number): string {
  const roleArn = form.get('RoleArn') ?? '';
  const sessionName = form.get('RoleSessionName') ?? '';
  const seconds = Number(form.get('DurationSeconds') ?? DEFAULT_SECONDS);
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName) || !(seconds >= 900 && seconds <= 43_200)) {
    throw new AwsError('ValidationError', 'RoleSessionName or DurationSeconds is not valid');
  }
  const accountId = PLACES.find((place) => readerRoleOf(place.accountId).arn === roleArn)?.accountId;
  if (accountId === undefined || form.get('ExternalId') !== readerRoleOf(accountId).externalId) {
    throw new AwsError(
      'AccessDenied',
      `User: arn:aws:iam::100000000001:user/reader is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      403,
    );
  }
  // Whole seconds, as STS tells the end.
  const credentials = issueCredentials(accountId, Math.ceil(now / 1000) * 1000 + seconds * 1000, seed);
  const user = `<AssumedRoleUser>${element('Arn', `arn:aws:sts::${accountId}:assumed-role/UsageReader/${sessionName}`)}${element('AssumedRoleId', `AROA3XFRBF535PLBIFPI4:${sessionName}`)}</AssumedRoleUser>`;
  const told = [
    element('AccessKeyId', credentials.accessKeyId),
    element('SecretAccessKey', credentials.secretAccessKey),
    element('SessionToken', credentials.sessionToken),
    element('Expiration', new Date(credentials.expiresAt).toISOString().replace('.000Z', 'Z')),
  ];
  return `${user}<Credentials>${told.join('')}</Credentials>`;
}

function callerIdentity(accountId: string): string {
  return [
    element('Arn', `arn:aws:iam::${accountId}:user/reader`),
    element('UserId', 'AIDACKCEVSQ6C2EXAMPLE'),
    element('Account', accountId),
  ].join('');
}

function xml(status: number, body: string): AwsAnswer {
  return { status, headers: { 'Content-Type': 'text/xml' }, body };
}
