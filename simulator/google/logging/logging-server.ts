import grpc from '@grpc/grpc-js';
import type protobuf from 'protobufjs';
import type { GoogleBackend } from '../google-backend.js';
import { GoogleError } from '../google-error.js';
import { JsonFieldReader } from '../json-fields.js';
import type { RequestGate } from '../request-gate.js';
import type { AccessTokens } from '../http/access-tokens.js';
import { EntryMessages } from './entry-message.js';
import type { EntryHours } from './entry-hours.js';
import { answerLogging, type LoggingMethod } from './answer-logging.js';
import { loggingRoot } from './logging-root.js';

const SERVICES: Readonly<Record<string, readonly LoggingMethod[]>> = {
  'google.logging.v2.LoggingServiceV2': ['ListLogEntries'],
  'google.logging.v2.ConfigServiceV2': ['ListBuckets', 'GetBucket', 'ListSinks', 'ListExclusions'],
};

/** A running gRPC server of Cloud Logging. */
export interface LoggingServer {
  readonly host: string;
  readonly port: number;
  readonly stop: () => void;
}

/** Serve Cloud Logging over gRPC without encryption, so that the real client connects with insecure credentials. */
export async function startLoggingServer(
  backend: GoogleBackend,
  log: EntryHours,
  gate: RequestGate,
  tokens: AccessTokens,
): Promise<LoggingServer> {
  const root = loggingRoot();
  const messages = new EntryMessages(root);
  const server = new grpc.Server();
  for (const [name, methods] of Object.entries(SERVICES)) {
    const service = root.lookupService(name);
    const definition: Record<string, grpc.MethodDefinition<unknown, object>> = {};
    const handlers: Record<string, grpc.handleUnaryCall<unknown, object>> = {};
    for (const method of methods) {
      definition[method] = definitionOf(root, service, method);
      handlers[method] = (call, answer) => {
        try {
          tokens.checkIfGiven(String(call.metadata.get('authorization')[0] ?? ''));
          const told = answerLogging(method, new JsonFieldReader(call.request), backend, log, gate);
          answer(
            null,
            told.kind === 'entries'
              ? { ...told.page, entries: told.page.entries.map((entry) => messages.messageOf(entry)) }
              : told.message,
          );
        } catch (error) {
          answer(statusOf(error));
        }
      };
    }
    server.addService(definition, handlers);
  }
  const host = '127.0.0.1';
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${host}:0`, grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return { host, port, stop: () => server.forceShutdown() };
}

function definitionOf(
  root: protobuf.Root,
  service: protobuf.Service,
  method: LoggingMethod,
): grpc.MethodDefinition<unknown, object> {
  const described = service.methods[method];
  if (described === undefined) throw new Error(`${service.fullName} has no method ${method}`);
  const request = root.lookupType(`google.logging.v2.${described.requestType}`);
  const response = root.lookupType(
    described.responseType.includes('.') ? described.responseType : `google.logging.v2.${described.responseType}`,
  );
  const readRequest = (bytes: Buffer): unknown =>
    request.toObject(request.decode(bytes), { longs: String, enums: String });
  const writeResponse = (value: object): Buffer => Buffer.from(response.encode(response.fromObject(value)).finish());
  return {
    path: `/${service.fullName.slice(1)}/${method}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: (value) => Buffer.from(request.encode(request.fromObject(Object(value))).finish()),
    requestDeserialize: readRequest,
    responseSerialize: writeResponse,
    responseDeserialize: (bytes) => response.toObject(response.decode(bytes)),
  };
}

function statusOf(error: unknown): Partial<grpc.StatusObject> {
  if (error instanceof GoogleError) return { code: error.code, details: error.message };
  return { code: grpc.status.INTERNAL, details: error instanceof Error ? error.message : String(error) };
}
