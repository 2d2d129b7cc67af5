import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.js';
import { AlertStore } from '../store/alerts.store.js';
import { alertNotifications, alertTransitions } from '../store/questions/alert-history.js';
import type { StoredAlert } from '../store/questions/alert-row.js';
import { alertById, alerts } from '../store/questions/alerts.js';
import { DAY_MS } from '../usage/window.js';
import { maySeeAlert, refuseHiddenAlert } from './alert-rights.js';
import { shapeAlert, shapeAlertDetail, shapeAlerts } from './alerts-shape.js';
import {
  alertDetailSchema,
  alertsAnswerSchema,
  alertSchema,
  muteBody,
  type AlertAnswer,
  type AlertDetail,
  type AlertsAnswer,
  type MuteBody,
} from './answers/alerts.js';
import { Documented } from './documented.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { alertParams, noQuery, type AlertParams, type NoQuery } from './query/query-schemas.js';
import { BadParameter, NotFound } from './request-errors.js';
import { CLOCK, DATABASE_POOL } from './serve.tokens.js';
import { AuditTrail } from './audit-trail.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';

/** What is told of an alert's past. */
const HISTORY = 200;
/** Longer silence is no mute but a check that nobody wants. */
const LONGEST_MUTE_DAYS = 90;

@ApiTags('alerts')
@Access('health')
@Controller('api/v1/alerts')
export class AlertsController {
  private readonly store: AlertStore;

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {
    this.store = new AlertStore(pool);
  }

  @Get()
  @Documented('listAlerts', 'Every alert, those that need somebody first.', alertsAnswerSchema, [])
  async listAlerts(@AskedBy() caller: Caller, @Query({ schema: noQuery }) _query: NoQuery): Promise<AlertsAnswer> {
    const all = await alerts(this.pool);
    const shown = all.filter((alert) => maySeeAlert(caller, alert));
    return shapeAlerts(shown, all.length - shown.length);
  }

  @Get(':alertId')
  @Documented('getAlert', 'One alert: what became of it, and who was told.', alertDetailSchema, [400, 404])
  async getAlert(
    @AskedBy() caller: Caller,
    @Param({ schema: alertParams }) { alertId }: AlertParams,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<AlertDetail> {
    const [alert, transitions, notifications] = await Promise.all([
      this.alert(alertId),
      alertTransitions(this.pool, alertId, HISTORY),
      alertNotifications(this.pool, alertId, HISTORY),
    ]);
    refuseHiddenAlert(caller, alert);
    return shapeAlertDetail(alert, transitions, notifications);
  }

  @Post(':alertId/mute')
  @Access('operate')
  @UseGuards(JsonBodyGuard)
  @HttpCode(200)
  @Documented(
    'muteAlert',
    'Tell nobody of an alert until an instant; its history goes on.',
    alertSchema,
    [400, 404, 415],
  )
  async muteAlert(
    @AskedBy() caller: Caller,
    @Param({ schema: alertParams }) { alertId }: AlertParams,
    @Body({ schema: muteBody }) { until, reason }: MuteBody,
  ): Promise<AlertAnswer> {
    refuseHiddenAlert(caller, await this.alert(alertId));
    const now = this.clock.now();
    const end = Date.parse(until);
    if (end <= now) throw new BadParameter('until', `until is ${until}, which is past.`);
    if (end > now + LONGEST_MUTE_DAYS * DAY_MS)
      throw new BadParameter('until', `An alert is muted for at most ${LONGEST_MUTE_DAYS} days.`);
    await this.trail.change(caller, async (client) => {
      const muted = await this.store.mute(alertId, end, reason, now, client);
      const detail = { until: new Date(end).toISOString(), reason };
      return { outcome: muted, deed: muted ? { action: 'alert.muted', target: alertId, detail } : null };
    });
    return shapeAlert(await this.alert(alertId));
  }

  @Post(':alertId/unmute')
  @Access('operate')
  @HttpCode(200)
  @Documented(
    'unmuteAlert',
    'End the mute of an alert: what its channels do not know yet, they are told.',
    alertSchema,
    [400, 404],
  )
  async unmuteAlert(
    @AskedBy() caller: Caller,
    @Param({ schema: alertParams }) { alertId }: AlertParams,
  ): Promise<AlertAnswer> {
    refuseHiddenAlert(caller, await this.alert(alertId));
    await this.trail.change(caller, async (client) => {
      const unmuted = await this.store.unmute(alertId, this.clock.now(), client);
      return { outcome: unmuted, deed: unmuted ? { action: 'alert.unmuted', target: alertId, detail: {} } : null };
    });
    return shapeAlert(await this.alert(alertId));
  }

  private async alert(alertId: string): Promise<StoredAlert> {
    const alert = await alertById(this.pool, alertId);
    if (alert === null) throw new NotFound(`There is no alert ${alertId}. /api/v1/alerts lists them.`);
    return alert;
  }
}
