import type { Run } from '../command.ts';
import { templateSchema } from '../template-schema.ts';

/** Prints the JSON Schema of templates, for editors. */
export const run: Run = async ({ ui }) => {
  ui.say(JSON.stringify(await templateSchema(), null, 2));
  return 0;
};
