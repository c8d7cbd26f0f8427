import { step } from '../../builds/resume.ts';
import type { Run } from '../command.ts';
import { aroundOf, takeUpRequest } from '../requests.ts';
import { openSession } from '../session.ts';

/** Runs one step, or one provisioner, of a run again by itself. */
export const run: Run = async (call) => {
  const [id = '', name = ''] = call.operands;
  using session = openSession(call);
  return session.end(await step({ ...takeUpRequest(call), run: id, step: name }, aroundOf(call), session));
};
