import { BigQuery } from '@google-cloud/bigquery';
import { Logging } from '@google-cloud/logging';
import grpc from '@grpc/grpc-js';
import { JWT } from 'google-auth-library';
import { onTestFinished } from 'vitest';
import type { Simulator } from '../../simulator/start-simulator.js';
import type { SimulatedGoogle } from '../../simulator/google/start-google.js';

// The clients would look for Google's metadata server otherwise, which no test machine has.
process.env['METADATA_SERVER_DETECTION'] = 'none';

/** The stand-in's Google Cloud, which a test must have asked for. */
export function googleOf({ google }: Simulator): SimulatedGoogle {
  if (google === null) throw new Error('the stand-in was started without Google Cloud');
  return google;
}

/**
 * A service account's credentials as google-auth-library makes them from a key file. The library asks Google's own token
 * endpoint whatever the key file says, so that requests to it are sent to the stand-in's instead.
 */
export function credentialsOf({ key, endpoints }: SimulatedGoogle): JWT {
  const jwt = new JWT({
    email: key.client_email,
    key: key.private_key,
    scopes: ['https://www.googleapis.com/auth/cloud-platform'],
  });
  jwt.transporter.interceptors.request.add({
    resolved: async (request) => {
      if (request.url.href === 'https://oauth2.googleapis.com/token') request.url = new URL(endpoints.token);
      return request;
    },
  });
  return jwt;
}

/** The real client of BigQuery at the stand-in. */
export function bigQueryAt(google: SimulatedGoogle, projectId: string): BigQuery {
  return new BigQuery({
    projectId,
    apiEndpoint: google.endpoints.bigQuery,
    authClient: credentialsOf(google),
    autoRetry: false,
  });
}

/** The real client of Cloud Logging at the stand-in, closed when the test ends. */
export function loggingAt({ endpoints }: SimulatedGoogle, projectId: string): Logging {
  const { host, port } = endpoints.logging;
  const options = { projectId, apiEndpoint: host, port, sslCreds: grpc.credentials.createInsecure() };
  const logging = new Logging(options);
  onTestFinished(() => logging.loggingService?.close());
  return logging;
}

/** A GET, or with a body a POST, with the credentials of the stand-in's service account; the status and the JSON. */
export async function askGoogle(
  google: SimulatedGoogle,
  path: string,
  body?: object,
): Promise<{ readonly status: number; readonly json: unknown }> {
  const headers = await credentialsOf(google).getRequestHeaders();
  const response = await fetch(`${google.endpoints.vertex}${path}`, {
    headers,
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const json: unknown = await response.json();
  return { status: response.status, json };
}
