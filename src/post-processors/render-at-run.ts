import { renderUntilStable } from '../template/go/render.ts';
import type { PostProcessScope } from './post-processor.ts';

/** Renders a setting with the input's generated data and `more`; `build` knows nothing else by then. */
export function renderWithData(
  text: string,
  { context, data }: Pick<PostProcessScope, 'context' | 'data'>,
  more: Readonly<Record<string, string>> = {},
): string {
  return renderUntilStable(text, { ...context, buildKeys: [], data: { ...data, ...more } });
}
