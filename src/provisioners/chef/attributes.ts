import type { RenderContext } from '../../template/go/context.ts';
import { renderUntilStable } from '../../template/go/render.ts';
import { isObject } from '../../template/model/go-value.ts';
import type { Json, JsonObject } from '../../template/model/template.ts';
import { reason } from '../../wire/reason.ts';
import { jsonText } from '../json-text.ts';
import { finding } from '../tool-words.ts';

interface Attributes {
  readonly value: JsonObject;
  readonly findings: readonly string[];
}

/**
 * A node's attributes as Packer makes them: the JSON text is rendered as a whole once more, so that a user variable
 * may itself hold a template. Values of variables are escaped, so that they cannot break the text.
 */
export function attributes(given: JsonObject, context: RenderContext): Attributes {
  const user = new Map([...context.user].map(([name, value]) => [name, insideJsonString(value)]));
  try {
    const text = renderUntilStable(jsonText(given), { ...context, user, data: undefined });
    const value: Json = JSON.parse(text);
    return { value: isObject(value) ? value : {}, findings: [] };
  } catch (error) {
    return { value: {}, findings: [finding.chefJson(reason(error))] };
  }
}

/** The file of attributes that Chef reads; a run list that is given replaces the one among the attributes. */
export function nodeFile(given: JsonObject, runList: readonly string[]): string {
  return jsonText(runList.length > 0 ? { ...given, run_list: runList } : given, 2);
}

function insideJsonString(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
