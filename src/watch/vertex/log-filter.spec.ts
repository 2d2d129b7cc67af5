import { describe, expect, it } from 'vitest';
import { filterHit } from './log-filter.js';

const DEFAULT_SINK =
  'NOT LOG_ID("cloudaudit.googleapis.com/activity") AND NOT LOG_ID("externalaudit.googleapis.com/activity") AND NOT LOG_ID("cloudaudit.googleapis.com/system_event")';

describe('a filter of a sink or an exclusion, asked about the audit log of Vertex AI', () => {
  it.each([
    ['', 'all', null],
    [DEFAULT_SINK, 'all', null],
    ['LOG_ID("cloudaudit.googleapis.com/data_access")', 'all', null],
    ['logName="projects/p/logs/cloudaudit.googleapis.com%2Fdata_access"', 'all', null],
    ['logName:"cloudaudit.googleapis.com"', 'all', null],
    ['protoPayload.serviceName="aiplatform.googleapis.com"', 'all', null],
    ['protoPayload.serviceName="aiplatform.googleapis.com" AND sample(insertId, 0.99)', 'all', 0.99],
    ['resource.type="audited_resource"\nprotoPayload.serviceName:"aiplatform"', 'all', null],
    ['protoPayload.serviceName="aiplatform.googleapis.com" AND severity<ERROR', 'some', null],
    ['protoPayload.serviceName="storage.googleapis.com"', 'none', null],
    ['resource.type="k8s_container"', 'none', null],
    ['resource.type="k8s_container" AND severity<ERROR', 'none', null],
    ['severity<WARNING', 'some', null],
    ['resource.type="k8s_container" OR protoPayload.serviceName="aiplatform.googleapis.com"', 'all', null],
    ['NOT protoPayload.serviceName="aiplatform.googleapis.com"', 'none', null],
    ['-protoPayload.serviceName="storage.googleapis.com"', 'all', null],
    ['protoPayload.serviceName!="aiplatform.googleapis.com"', 'none', null],
    ['resource.type=("gce_instance" OR "k8s_container")', 'none', null],
    ['(protoPayload.serviceName="aiplatform.googleapis.com" OR resource.type="k8s_node")', 'some', null],
    ['NOT (resource.type="k8s_node")', 'some', null],
    ['-- what costs too much\nprotoPayload.serviceName="aiplatform.googleapis.com"', 'all', null],
  ])('%s matches %s of them', (filter, part, sampled) => {
    expect(filterHit(filter, 'audit')).toEqual({ part, sampled });
  });
});

describe('a filter asked about the inference metadata log', () => {
  it.each([
    ['', 'all'],
    [DEFAULT_SINK, 'all'],
    ['LOG_ID("cloudaudit.googleapis.com/data_access")', 'none'],
    ['protoPayload.serviceName="aiplatform.googleapis.com"', 'none'],
    ['resource.type="aiplatform.googleapis.com/PublisherModel"', 'some'],
    ['logName:"aiplatform.googleapis.com"', 'some'],
    ['resource.type="audited_resource"', 'none'],
  ])('%s matches %s of it', (filter, part) => {
    expect(filterHit(filter, 'inferenceMetadata').part).toBe(part);
  });
});
