import { run as build } from '../../builds/run.ts';
import { readTemplate } from '../../builds/template-source.ts';
import type { Run } from '../command.ts';
import { aroundOf, runRequest } from '../requests.ts';
import { openSession } from '../session.ts';

/** Builds the images of a template. */
export const run: Run = async (call) => {
  const source = await readTemplate(call.operands[0] ?? '', call.terminal);
  using session = openSession(call);
  return session.end(await build(source, runRequest(call), aroundOf(call), session));
};
