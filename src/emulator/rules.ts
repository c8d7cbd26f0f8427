import { rulesOf } from '../cloud/alibaba/rules/requests.ts';
import { ApiError, type Call } from './action.ts';

/** Refuses what breaks the service's rules for a single parameter; throws with the code of the first one. */
export function checkRules({ action, params }: Pick<Call, 'action' | 'params'>): void {
  const rules = rulesOf(action);
  for (const [name, value] of params) {
    const pattern = name.replace(/\.\d+(?=\.|$)/g, '.N');
    const found = Object.hasOwn(rules, pattern) ? rules[pattern] : undefined;
    // `Name=` is as if it was not given.
    if (found === undefined || value === '') continue;
    if (found.rule.accepts(value)) continue;
    throw new ApiError(
      found.status,
      found.code,
      `The specified ${name} is not valid: it must be ${found.rule.shape}.`,
    );
  }
}
