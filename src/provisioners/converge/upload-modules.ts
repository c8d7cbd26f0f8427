import { goQuote } from '../../template/go/go-quote.ts';
import { explaining } from '../explaining.ts';
import type { ProvisionScope } from '../provisioner.ts';
import type { ConvergeConfig } from './fields.ts';

/** Uploads the folders of modules. */
export async function uploadModules(config: ConvergeConfig, scope: ProvisionScope): Promise<void> {
  for (const { source, destination } of config.module_dirs) {
    const uploaded = scope.comm.uploadDir(source, destination, {
      signal: scope.signal,
      onProgress: (bytes, total) => scope.transferred(source, bytes, total),
    });
    await explaining(`Could not upload ${goQuote(source)}: `, uploaded);
    scope.note('message', `transferred ${goQuote(source)} to ${goQuote(destination)}`);
  }
}
