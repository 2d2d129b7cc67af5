import type { LogSourceConfig } from '../../runtime/config/schema.js';
import type { VertexConfig } from '../../runtime/config/vertex-schema.js';
import type { LogSource } from '../log-source.js';
import { auditFilter, metadataFilter } from './entries-filter.js';
import { VertexLoggingSource } from './logging.source.js';
import { VertexRequestResponseSource } from './request-response.source.js';

/** The reader for a configured log of Vertex AI. */
export function buildVertexSource(config: Extract<LogSourceConfig, VertexConfig>): LogSource {
  const { projectId } = config;
  switch (config.kind) {
    case 'vertex-request-response':
      return new VertexRequestResponseSource(config);
    case 'vertex-inference-metadata':
      return new VertexLoggingSource({
        ...config,
        filter: metadataFilter(projectId, config.logName),
        request: {
          what: `inference request metadata of project ${projectId}`,
          role: `roles/logging.viewer on project ${projectId}`,
          ifAbsent: 'projectId',
        },
      });
    default:
      return new VertexLoggingSource({
        ...config,
        filter: auditFilter(projectId),
        request: {
          what: `Data Access audit logs of project ${projectId}`,
          role: `roles/logging.privateLogViewer on project ${projectId}`,
          ifAbsent: 'projectId',
        },
      });
  }
}
