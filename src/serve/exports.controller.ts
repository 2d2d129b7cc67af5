import { Body, Controller, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { exportAnswerSchema, exportBody, type ExportAnswer, type ExportBody } from './answers/exports.js';
import { AuditTrail } from './audit-trail.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';
import { Documented } from './documented.js';
import { JsonBodyGuard } from './json-body.guard.js';

/** Files are made in the browser, of answers that the caller had anyway; that one was made is noted before it is saved. */
@ApiTags('audit')
@Access('self')
@Controller('api/v1/exports')
export class ExportsController {
  constructor(private readonly trail: AuditTrail) {}

  @Post()
  @UseGuards(JsonBodyGuard)
  @Documented(
    'noteExport',
    'Note in the audit log what is about to be saved as a file.',
    exportAnswerSchema,
    [400, 415],
    201,
  )
  async noteExport(
    @AskedBy() caller: Caller,
    @Body({ schema: exportBody }) { what, filters, rows }: ExportBody,
  ): Promise<ExportAnswer> {
    const auditEntry = await this.trail.note(caller, {
      action: 'export.saved',
      target: what,
      detail: { filters, rows },
    });
    return { auditEntry };
  }
}
