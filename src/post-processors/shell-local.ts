import { localShell, shellLocalFields } from '../provisioners/shell-local/shell-local.ts';
import type { PostProcessorType } from './post-processor.ts';

/** Runs scripts on this machine after a build; what they do to the artifact's files is their affair. */
export const shellLocalPostProcessor: PostProcessorType = {
  type: 'shell-local',
  fields: shellLocalFields,
  keepsInput: true,
  insists: true,
  prepare(raw, context) {
    const run = localShell([raw], context, (config) => ({
      ...config,
      // A single text was once all that this setting took; it went to a shell.
      execute_command:
        config.execute_command.length === 1
          ? ['sh', '-c', ...config.execute_command]
          : config.execute_command,
    }));
    return {
      async run(input, scope) {
        await run(scope);
        return input;
      },
    };
  },
};
