import { isSequence, type Value } from '../values/value.ts';

/** The texts of a list of texts; null has none. */
export function listText(list: Value | undefined, refuseNull: (index: number) => Error): readonly string[] {
  if (list === undefined || !isSequence(list)) return [];
  return list.elements.map((element, index) => {
    if (element.kind !== 'string') throw refuseNull(index);
    return element.text;
  });
}
