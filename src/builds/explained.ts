import type { BuildError } from '../errors/build-error.ts';
import type { Mistake } from '../errors/mistake.ts';
import { located } from '../template/model/locate.ts';
import type { Template } from '../template/model/template.ts';
import { aboutSetting } from '../template/schema/about-setting.ts';
import type { Fields } from '../template/schema/field.ts';
import { adviseOn } from './advise.ts';
import type { ComponentPart } from './attempts.ts';

/** What a component found wrong with itself, with places, and with what to do as far as its sentences tell. */
export function explained(
  error: BuildError,
  template: Pick<Template, 'placeOf'>,
  about: { readonly part: ComponentPart; readonly fields: Fields; readonly cwd: string },
): BuildError {
  const { part, fields, cwd } = about;
  const told: readonly Mistake[] = error.mistakes.length > 0 ? error.mistakes : [{ message: error.message }];
  const mistakes = told.map((mistake) => {
    if (mistake.spot !== undefined || mistake.advice !== undefined) return mistake;
    const { message } = mistake;
    const spot = aboutSetting(message, part.settings);
    return { message, spot, advice: adviseOn(message, Object.keys(fields), cwd) };
  });
  return located(error.with({ mistakes }), template, part);
}
