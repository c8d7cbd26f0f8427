import { resume } from '../../builds/resume.ts';
import type { Run } from '../command.ts';
import { aroundOf, takeUpRequest } from '../requests.ts';
import { openSession } from '../session.ts';

/** Goes on with a run where it stopped. */
export const run: Run = async (call) => {
  const { flags, operands } = call;
  const own = {
    run: operands[0],
    from: flags.text('from'),
    replace: flags.text('resume-provision') === 'replace',
  };
  using session = openSession(call);
  return session.end(await resume({ ...takeUpRequest(call), ...own }, aroundOf(call), session));
};
