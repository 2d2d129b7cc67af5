import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { z } from 'zod';
import { packageRoot } from '../../src/runtime/package-root.js';

/** Where distributions put their own Chromium, used only when the packaged one cannot start here. */
const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Not the package's own arguments: they are made for AWS Lambda, run everything in one process, which dies with the first
 * closed page, and switch off web security, which tests should meet as users do.
 */
const ARGUMENTS = ['--no-sandbox', '--no-zygote', '--font-render-hinting=none'];

/**
 * Chromium from the npm package @sparticuz/chromium, because the browser download of Playwright cannot be counted on. The
 * packaged one comes first also where the machine has its own, so that every machine tests with the same browser and fonts.
 */
export async function launchBrowser(): Promise<Browser> {
  const cache = join(packageRoot(), '.cache', `chromium-${packagedVersion()}`);
  const causes: unknown[] = [];
  for (const attempt of ['as it lies there', 'unpacked anew']) {
    try {
      // What a killed run unpacked in part would be taken for whole.
      if (attempt === 'unpacked anew') await rm(cache, { recursive: true, force: true });
      return await launchPackaged(cache);
    } catch (error) {
      causes.push(error);
    }
  }
  const executablePath = SYSTEM_BROWSERS.find((path) => existsSync(path));
  if (executablePath) return chromium.launch({ executablePath, args: ARGUMENTS });
  throw new AggregateError(
    causes,
    `The packaged Chromium does not start here, and there is none in ${SYSTEM_BROWSERS.join(', ')}.`,
  );
}

async function launchPackaged(cache: string): Promise<Browser> {
  await mkdir(cache, { recursive: true });
  const temporary = process.env.TMPDIR;
  // The package unpacks into the temporary folder and takes what lies there, also another user's or another version's.
  process.env.TMPDIR = cache;
  // Named at import, this makes it unpack the shared libraries (nss, nspr, expat) that a bare machine lacks.
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    const executablePath = await packaged.executablePath();
    const env = { ...process.env, FONTCONFIG_FILE: await writeFontConfiguration(cache) };
    return await chromium.launch({ executablePath, args: ARGUMENTS, env });
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
  }
}

/** The package's own one looks for its fonts in /tmp; without any, text takes no room at all on the page. */
async function writeFontConfiguration(cache: string): Promise<string> {
  const file = join(cache, 'fonts.conf');
  await writeFile(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(cache, 'fonts')}</dir><cachedir>${join(cache, 'fonts-cache')}</cachedir></fontconfig>\n`,
  );
  return file;
}

function packagedVersion(): string {
  const require = createRequire(import.meta.url);
  return z
    .object({ version: z.string() })
    .parse(require(join(packageRoot(), 'node_modules/@sparticuz/chromium/package.json'))).version;
}
