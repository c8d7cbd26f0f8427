import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Artifact, BuildScope } from '../../src/builders/builder.ts';
import type { PostProcessScope } from '../../src/post-processors/post-processor.ts';
import { postProcessorType } from '../../src/post-processors/registry.ts';
import type { RenderContext } from '../../src/template/go/context.ts';
import type { JsonObject } from '../../src/template/model/template.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const context: RenderContext = {
  now: new Date(0),
  pwd: process.cwd(),
  version: '1.6.6',
  user: new Map(),
  buildName: 'pages',
  buildType: 'file',
  buildKeys: ['ID', 'Host'],
};

/** A folder of files, and post-processors that run on them without a build around them. */
export function postProcessing(
  files: Readonly<Record<string, string | Buffer>> = {},
  changes: Partial<PostProcessScope> = {},
) {
  const folder = temporaryFolder('ecs-imagebuild-post');
  const path = (name: string) => join(folder, name);
  for (const [name, content] of Object.entries(files)) writeFileSync(path(name), content);
  const lines: string[] = [];
  const scope: PostProcessScope = {
    signal: new AbortController().signal,
    context,
    data: {},
    runUuid: 'u-u-i-d',
    force: false,
    again: false,
    buildName: 'pages',
    builderType: 'file',
    note: (level, text) => lines.push(`${level}: ${text.replaceAll(folder, 'FOLDER')}`),
    output: (stream, line) => lines.push(`${stream}: ${line}`),
    // None of these runs steps of its own.
    run: {} as BuildScope,
    ...changes,
  };
  const input: Artifact = {
    builderId: 'packer.file',
    id: 'File',
    text: 'Stored',
    images: [],
    files: Object.keys(files).map(path),
  };
  return {
    folder,
    path,
    lines,
    input,
    async run(
      type: string,
      settings: JsonObject,
      artifact: Artifact = input,
      more: Partial<PostProcessScope> = {},
    ) {
      const kind = await postProcessorType(type);
      if (kind === undefined) throw new Error(`no such post-processor: ${type}`);
      return kind.prepare(settings, context, { env: {}, force: false }).run(artifact, { ...scope, ...more });
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
