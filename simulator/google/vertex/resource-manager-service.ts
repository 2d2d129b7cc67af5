import type { GoogleBackend } from '../google-backend.js';
import { GoogleError } from '../google-error.js';
import { isWithin } from '../google-faults.js';
import { partsOf, type RestRequest, type RestService } from '../http/rest.js';
import type { RequestGate } from '../request-gate.js';
import { GOOGLE_PLACES, projectOf } from '../world/google-places.js';

const POLICY = /^\/v[13]\/projects\/(?<project>[^/:]+):getIamPolicy$/;

/** Resource Manager over REST: a project's policy, with what of its Data Access audit logs is switched on. */
export class ResourceManagerService implements RestService {
  constructor(
    private readonly backend: GoogleBackend,
    private readonly gate: RequestGate,
  ) {}

  answer({ method, path }: RestRequest): object | null {
    const projectId = method === 'POST' ? partsOf(POLICY, path)?.['project'] : undefined;
    if (projectId === undefined) return null;
    this.gate.admit({ permission: 'resourcemanager.projects.getIamPolicy', projectId });
    const project = projectOf(projectId);
    if (project === undefined) throw new GoogleError('PERMISSION_DENIED', 'The caller does not have permission');
    const exemptedMembers = project.auditExempt.map((email) => `serviceAccount:${email}`);
    const dataRead = { logType: 'DATA_READ', ...(exemptedMembers.length === 0 ? {} : { exemptedMembers }) };
    return {
      version: 1,
      etag: 'BwYxStandIn=',
      bindings: [{ role: 'roles/aiplatform.user', members: [`domain:insurer.example`] }],
      ...(this.isAudited(projectId)
        ? { auditConfigs: [{ service: project.auditService, auditLogConfigs: [dataRead] }] }
        : {}),
    };
  }

  /** The policy holds for the project: it lacks the audit log while that is off in all of its locations. */
  private isAudited(projectId: string): boolean {
    const now = this.backend.clock.now();
    const { loggingOff } = this.backend.faults();
    return GOOGLE_PLACES.filter((place) => place.projectId === projectId).some(
      (place) => !loggingOff.some((off) => off.log === 'audit' && isWithin(off, place, now)),
    );
  }
}
