import { communicatorFields } from '../../../src/communicators/config.ts';
import { unsupported } from '../../../src/communicators/unsupported.ts';
import { decode } from '../../../src/template/schema/decode.ts';

const context = { now: new Date(0), pwd: '/', version: '', user: new Map() };

/** One setting each that stands for a family of settings: builds either honour all of a family or refuse it. */
const FAMILIES: readonly (readonly [family: RegExp, probe: Readonly<Record<string, string>>])[] = [
  [/^winrm_/, { communicator: 'winrm' }],
];

const refusals = FAMILIES.map(([family, probe]) => {
  const [why] = unsupported(decode(communicatorFields, [{ communicator: 'ssh', ...probe }], { context }), {});
  return { family, why };
});

/** Why builds refuse a setting of the communicator; `undefined` where they honour it. */
export function refusal(key: string): string | undefined {
  return refusals.find(({ family }) => family.test(key))?.why;
}
