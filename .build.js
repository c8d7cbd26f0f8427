import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rollup } from 'rollup';

/*
 * Builds dist/ in two steps. esbuild bundles the sources and cuts them wherever something is loaded late. That gives over two
 * hundred parts, and a command would read about a hundred of them, one level of imports after the other, which takes longer than
 * all that it does then. So Rollup joins the parts that are needed together.
 */

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = `${root}dist`;

/**
 * The files to join parts to: each takes what its modules import and no file before it has. A part that is in none of them stays
 * alone. Everything in one file would be slower again: most of it is the cloud, the emulator and its guests.
 * @type {readonly [name: string, modules: readonly string[]][]}
 */
const joined = [
  ['start', ['cli/main.ts']],
  [
    'check',
    [
      'cli/commands/validate.ts',
      'cli/commands/inspect.ts',
      'builders/alicloud-ecs/builder.ts',
      'provisioners/shell/shell.ts',
      'provisioners/file/file.ts',
    ],
  ],
  ['run', ['cli/commands/run.ts', 'cli/commands/resume.ts', 'provisioners/run-provisioners.ts']],
  ['emulator', ['emulator/emulator.ts', 'guests/linux/memory-guest.ts']],
];

/** What CommonJS packages within the bundle get Node's own modules with. */
const require =
  "import{createRequire as createRequireForBundle}from'node:module';const require=createRequireForBundle(import.meta.url);";

const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts', 'src/index.ts'],
  outbase: 'src',
  outdir: dist,
  write: false,
  metafile: true,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['ssh2', 'just-bash', 'pino', 'lz4-wasm-nodejs', 'lzma-native'],
  // The models of the cloud's API need the base class alone, not the XML, date and WebSocket parts of its package.
  alias: { '@darabonba/typescript': '@darabonba/typescript/dist/core.js' },
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
});
const parts = new Map(outputFiles.map(({ path, text }) => [path, text]));
const fileOf = filesOfParts();

mkdirSync(dist, { recursive: true });
for (const name of readdirSync(dist)) if (name !== 'types') rmSync(`${dist}/${name}`, { recursive: true });

const bundle = await rollup({
  input: { 'cli/main': `${dist}/cli/main.js`, index: `${dist}/index.js` },
  external: (id) => !/^[./]/.test(id),
  treeshake: false,
  preserveEntrySignatures: 'allow-extension',
  plugins: [
    {
      name: 'parts',
      resolveId: (id, importer) => (/^[./]/.test(id) ? resolve(dirname(importer ?? dist), id) : null),
      load(id) {
        const text = parts.get(id) ?? '';
        return text.includes('typeof require') ? require + text : text;
      },
    },
  ],
});
await bundle.write({
  dir: dist,
  format: 'esm',
  compact: true,
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  manualChunks: (id) => fileOf.get(id),
});

/** Paths of parts with the names of the files that they go to. */
function filesOfParts() {
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [root + path, output]));
  const partOf = new Map([...outputs].map(([path, { entryPoint }]) => [entryPoint, path]));
  /** @type {Map<string, string>} */
  const files = new Map();
  /** @param {string} path @param {string} file */
  const take = (path, file) => {
    const output = outputs.get(path);
    if (output === undefined || files.has(path)) return;
    files.set(path, file);
    for (const { kind, path: needed } of output.imports)
      if (kind === 'import-statement') take(root + needed, file);
  };
  for (const [file, modules] of joined) {
    for (const module of modules) {
      const part = partOf.get(`src/${module}`);
      if (part === undefined) throw new Error(`.build.js joins src/${module}, which is loaded nowhere`);
      take(part, file);
    }
  }
  return files;
}
