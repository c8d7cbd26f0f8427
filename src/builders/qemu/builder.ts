import { prepareCommunicator } from '../../communicators/prepare-communicator.ts';
import { finding } from '../../communicators/words.ts';
import { builderUnsupported } from '../../errors/component-words.ts';
import { secretValues } from '../../template/schema/secrets.ts';
import { configRefused } from '../../template/words.ts';
import type { BuilderType } from '../builder.ts';
import { decodeQemu, qemuConfigFields, qemuFindings } from './config.ts';

/** Packer's builder for local virtual machines: its settings are checked, so that mixed templates validate; it is not run. */
export const qemu: BuilderType = {
  type: 'qemu',
  fields: qemuConfigFields,
  unserved: () => builderUnsupported('qemu'),
  prepare(raw, { context }) {
    const config = decodeQemu(raw, context);
    const communicator = prepareCommunicator(config);
    const findings = [
      ...(communicator.usernameMissing ? [finding.usernameMissing] : []),
      ...qemuFindings(config),
      ...communicator.findings,
    ];
    if (findings.length > 0) throw configRefused(findings);
    return {
      warnings: [],
      secrets: secretValues(qemuConfigFields, config),
      steps: [],
      run: () => Promise.reject(builderUnsupported('qemu')),
    };
  },
};
