// npm runs this after `npm ci`, also with --omit=dev, where the tools that build are absent: then there is nothing to do.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const canBuild = ['@nestjs/cli', 'vite', 'prisma', 'typescript'].every((tool) => {
  try {
    require.resolve(`${tool}/package.json`);
    return true;
  } catch {
    return false;
  }
});
if (canBuild) await import('./build.mjs');
else
  console.error(
    'ledgerline: development tools are not installed, so nothing is built; dist/ must come from elsewhere.',
  );
