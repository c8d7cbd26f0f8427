import { componentsIn } from '../../builds/catalog.ts';
import type { Run } from '../command.ts';
import { templateSchema } from '../template-schema.ts';

/** Prints the JSON Schema of templates, for editors: with the components of the plug-ins that this folder lists. */
export const run: Run = async ({ ui, terminal: { cwd } }) => {
  ui.say(JSON.stringify(templateSchema(await componentsIn(cwd)), null, 2));
  return 0;
};
