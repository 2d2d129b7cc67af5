import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { Decision } from './access.js';

/** Where Nest notes on a handler that it is a route. */
const PATH = 'path';

/** Refuses to start with a route about which nobody has decided who may use it. */
@Injectable()
export class UndecidedRoutes implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const undecided = this.discovery.getControllers().flatMap(({ metatype }) => this.undecidedOf(metatype));
    if (undecided.length === 0) return;
    throw new Error(
      `Nobody has decided who may use ${undecided.join(', ')}: mark the routes or their controller with @Access(right) or @Public().`,
    );
  }

  private undecidedOf(controller: unknown): string[] {
    if (typeof controller !== 'function') return [];
    const prototype: unknown = controller.prototype;
    if (typeof prototype !== 'object' || prototype === null) return [];
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler: unknown = Reflect.get(prototype, name);
      if (typeof handler !== 'function' || !Reflect.hasMetadata(PATH, handler)) return [];
      const decision: unknown = this.reflector.getAllAndOverride(Decision, [handler, controller]);
      return decision === undefined ? [`${controller.name}.${name}`] : [];
    });
  }
}
