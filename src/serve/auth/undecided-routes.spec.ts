import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, NestFactory } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { Access, Public } from './access.js';
import { AccessGuard } from './access.guard.js';
import { CallerReader } from './caller.reader.js';
import { UndecidedRoutes } from './undecided-routes.js';

@Public()
@Controller('decided')
class DecidedController {
  @Get()
  list(): string {
    return 'for everybody';
  }

  @Access('audit')
  @Get('one')
  one(): string {
    return this.words();
  }

  // No route: nothing has to be decided about it.
  private words(): string {
    return 'for some';
  }
}

@Controller('half')
class HalfDecidedController {
  @Access('figures')
  @Get('decided')
  decided(): string {
    return 'for some';
  }

  @Get('forgotten')
  forgotten(): string {
    return 'for nobody';
  }
}

@Module({ imports: [DiscoveryModule], controllers: [DecidedController], providers: [UndecidedRoutes] })
class DecidedModule {}

@Module({
  imports: [DiscoveryModule],
  controllers: [DecidedController, HalfDecidedController],
  providers: [UndecidedRoutes],
})
class HalfDecidedModule {}

/** The guard alone, as if nobody had looked at the start. */
@Module({
  controllers: [DecidedController, HalfDecidedController],
  providers: [
    { provide: CallerReader, useValue: { read: () => ({ roles: ['admin'], teams: null }) } },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
})
class UnlookedModule {}

const start = async (module: new () => unknown) => {
  const app = await NestFactory.create(module, { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  return app;
};

describe('a route about which nobody has decided', () => {
  it('keeps the service from starting, by its name', async () => {
    await expect(start(HalfDecidedModule)).rejects.toThrow(
      /^Nobody has decided who may use HalfDecidedController\.forgotten: mark/,
    );
    await (await start(DecidedModule)).close();
  });

  it('answers nobody, should it be served all the same', async () => {
    const app = await start(UnlookedModule);
    const url = await app.getUrl();
    const statuses = await Promise.all(
      ['/decided', '/decided/one', '/half/decided', '/half/forgotten'].map(
        async (path) => (await fetch(`${url}${path}`)).status,
      ),
    );
    await app.close();
    expect(statuses).toEqual([200, 200, 200, 403]);
  });
});
