import { ecsRefusals } from '../../src/cloud/alibaba/refusals/ecs.ts';
import type { Meaning } from '../../src/cloud/alibaba/refusals/row.ts';
import { vpcRefusals } from '../../src/cloud/alibaba/refusals/vpc.ts';
import { actions } from '../../src/emulator/actions.ts';
import type { Fault } from './faults.ts';

/** How a build has to take what each meaning stands for. */
const taken: Readonly<Record<Meaning, (code: string) => Omit<Fault, 'name' | 'at' | 'rules'>>> = {
  'not-yet': () => ({ harmless: true }),
  'not-seen': () => ({ harmless: true }),
  gone: () => ({}),
  done: () => ({}),
  'sold-out': (code) => ({ remakes: true, says: new RegExp(`sold out|not available|${escaped(code)}`) }),
  exists: (code) => ({ says: new RegExp(escaped(code)) }),
  quota: (code) => ({ says: new RegExp(escaped(code)) }),
  denied: (code) => ({ says: new RegExp(escaped(code)) }),
  wrong: (code) => ({ says: new RegExp(escaped(code)) }),
};

/** What is so already, or is no more, is so: the call has its effect and the answer comes after it. */
const AFTER: readonly Meaning[] = ['gone', 'done', 'exists'];

/** Every row of the table of refusals, at each call to its action. */
export const tableFaults: readonly Fault[] = Object.entries({ ...ecsRefusals, ...vpcRefusals })
  .filter(([name]) => actions.has(name))
  .flatMap(([name, { rows }]) =>
    rows.flatMap(({ means, codes }) =>
      codes.map((code): Fault => {
        const when = AFTER.includes(means) ? 'after' : 'before';
        return {
          name: `refusal: ${name} ${code} (${means})`,
          at: new RegExp(`^${name.split('.')[1]}$`),
          rules: ({ action, nth }) => [{ action, nth, code, status: 400, when }],
          ...taken[means](code),
        };
      }),
    ),
  );

function escaped(code: string): string {
  return code.replaceAll('.', '\\.');
}
