import { mockCommunicator } from '../../communicators/mock.ts';
import { runBuild } from '../../engine/run-build.ts';
import type { Step } from '../../engine/step.ts';
import { discardFiles } from '../../files/discard-files.ts';
import { configRefused } from '../../template/words.ts';
import type { Artifact, BuilderType, BuildScope } from '../builder.ts';
import {
  decodeFileBuilder,
  type FileBuilderConfig,
  fileBuilderFields,
  fileBuilderFindings,
  fileBuilderWarnings,
} from './config.ts';
import { makeFile } from './make-file.ts';

interface FileFacts {
  readonly provisioned: Artifact;
}

/** Packer's builder that makes a file of this machine: good for trying post-processors. */
export const fileBuilder: BuilderType = {
  type: 'file',
  fields: fileBuilderFields,
  prepare(raw, { context }) {
    const config = decodeFileBuilder(raw, context);
    const findings = fileBuilderFindings(config);
    if (findings.length > 0)
      throw configRefused(findings, { data: { warnings: fileBuilderWarnings(config) } });
    const plan = `make ${config.target} and run the provisioners`;
    const provisioned: Step<BuildScope, FileFacts> = {
      name: 'provisioned',
      needs: [],
      plan: () => plan,
      run: ({ env }) => make(env, config),
    };
    return {
      warnings: fileBuilderWarnings(config),
      secrets: [],
      steps: [{ ...provisioned, plan }],
      provisions: 'provisioned',
      async run(scope) {
        const facts = await runBuild({ ...scope, steps: [provisioned], env: scope });
        return facts.provisioned;
      },
      async discard({ journal }, artifact) {
        // A run that is taken up has to make it again.
        journal.write({ type: 'undone', step: provisioned.name });
        await discardFiles(artifact);
      },
    };
  },
};

/** As in Packer there is no guest: what provisioners do there comes to nothing, and the cleanup provisioner never runs. */
async function make(scope: BuildScope, config: FileBuilderConfig): Promise<Artifact> {
  await makeFile(config, (text) => scope.emit({ type: 'note', build: scope.buildName, level: 'say', text }));
  await scope.provision(mockCommunicator(), {}, scope.signal);
  const { target } = config;
  return {
    builderId: 'packer.file',
    id: 'File',
    text: `Stored file: ${target}`,
    files: [target],
    images: [],
  };
}
