import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles files of this project, as the program itself is bundled, into a folder of the cache that is this process's own,
 * so that what runs does not change meanwhile. Gives the folder. Minified as it ships, for what is measured.
 * @param {string} name
 * @param {readonly string[]} entryPoints
 * @param {{ minify?: boolean }} [options]
 */
export async function bundled(name, entryPoints, { minify = false } = {}) {
  const outdir = `${root}node_modules/.cache/ecs-imagebuild-${name}/${process.pid}`;
  const require = 'const require=createRequireForBundle(import.meta.url);';
  await build({
    absWorkingDir: root,
    entryPoints: [...entryPoints],
    outbase: '.',
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['ssh2', 'just-bash', 'pino', 'lz4-wasm-nodejs', 'lzma-native'],
    minifySyntax: minify,
    minifyWhitespace: minify,
    logLevel: 'warning',
    banner: { js: `import{createRequire as createRequireForBundle}from'node:module';${require}` },
  });
  return outdir;
}
