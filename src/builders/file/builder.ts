import { mockCommunicator } from '../../communicators/mock.ts';
import { discardFiles } from '../../files/discard-files.ts';
import { configRefused } from '../../template/words.ts';
import type { Artifact, BuilderType, BuildScope } from '../builder.ts';
import { ONE_STEP, oneStep } from '../one-step.ts';
import {
  decodeFileBuilder,
  type FileBuilderConfig,
  fileBuilderFields,
  fileBuilderFindings,
  fileBuilderWarnings,
} from './config.ts';
import { makeFile } from './make-file.ts';

/** Packer's builder that makes a file of this machine: good for trying post-processors. */
export const fileBuilder: BuilderType = {
  type: 'file',
  fields: fileBuilderFields,
  prepare(raw, { context }) {
    const config = decodeFileBuilder(raw, context);
    const findings = fileBuilderFindings(config);
    if (findings.length > 0) throw configRefused(findings);
    return {
      warnings: fileBuilderWarnings(config),
      secrets: [],
      steps: [{ name: ONE_STEP, needs: [], plan: `make ${config.target} and run the provisioners` }],
      provisions: ONE_STEP,
      run: (scope) => oneStep(scope, () => run(scope, config)),
      discard: (_scope, artifact) => discardFiles(artifact),
    };
  },
};

/** As in Packer there is no guest: what provisioners do there comes to nothing, and the cleanup provisioner never runs. */
async function run(scope: BuildScope, config: FileBuilderConfig): Promise<Artifact> {
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
