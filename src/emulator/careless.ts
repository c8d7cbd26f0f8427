import type { ActionTable, ServedAction } from './action-table.ts';
import { faultInvalid } from './words.ts';

/** How a gateway or mock that stands for the service, or the service on a bad day, is less exact than it should be. */
export interface Carelessness {
  /** Lists answer with everything of the region, whatever the request asks for. */
  readonly ignoresFilters?: boolean;
  /** Rows come without their tags. */
  readonly omitsTags?: boolean;
  /** A ClientToken that was answered with a refusal keeps that answer. */
  readonly remembersRefusals?: boolean;
}

const LISTS =
  /\.Describe(Instances|Disks|Snapshots|Images|KeyPairs|SecurityGroups|Vpcs|VSwitches|EipAddresses)$/;

/** What says how to answer, and not which rows. An image's status counts: without it only the available ones are shown. */
const KEPT = /^(RegionId|Page|NextToken|MaxResults|Status$|ShowExpired$)/;

/** The same actions, answered carelessly. */
export function careless(table: ActionTable, { ignoresFilters, omitsTags }: Carelessness): ActionTable {
  if (ignoresFilters !== true && omitsTags !== true) return table;
  return new Map(
    [...table].map(([name, action]) => [name, LISTS.test(name) ? carelessList(action) : action]),
  );

  function carelessList(action: ServedAction): ServedAction {
    return {
      ...action,
      required: ignoresFilters === true ? [] : action.required,
      handler(call, world) {
        const params = new Map(
          [...call.params].filter(([name]) => ignoresFilters !== true || KEPT.test(name)),
        );
        const answer = action.handler({ ...call, params }, world);
        return omitsTags === true ? withoutTags(answer) : answer;
      },
    };
  }
}

function withoutTags<Answer extends Readonly<Record<string, unknown>>>(answer: Answer): Answer {
  return JSON.parse(JSON.stringify(answer, (key, value) => (key === 'Tags' ? undefined : value)));
}

/** The keys beside `faults` that make the service careless. */
export function readCarelessness(given: unknown): Carelessness {
  if (typeof given !== 'object' || given === null) return {};
  return {
    ignoresFilters: flagOf(given, 'ignoresFilters'),
    omitsTags: flagOf(given, 'omitsTags'),
    remembersRefusals: flagOf(given, 'remembersRefusals'),
  };
}

function flagOf(given: object, name: keyof Carelessness): boolean {
  const value: unknown = name in given ? Reflect.get(given, name) : false;
  if (typeof value === 'boolean') return value;
  throw faultInvalid(undefined, `"${name}" must be true or false`);
}
