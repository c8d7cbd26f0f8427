import type { RenderContext } from '../../template/go/context.ts';
import type { JsonObject } from '../../template/model/template.ts';
import { decode } from '../../template/schema/decode.ts';
import { type Decoded, string } from '../../template/schema/field.ts';

export const fileBuilderFields = {
  content: string('Text of the file; this or `source`.'),
  source: string('File of this machine to copy.'),
  target: string('Where the file is made; folders on the way are made too.'),
} as const;

export type FileBuilderConfig = Decoded<typeof fileBuilderFields>;

export function decodeFileBuilder(raw: JsonObject, context: RenderContext): FileBuilderConfig {
  return decode(fileBuilderFields, [raw], { context });
}

/** What is wrong with the settings, in Packer's words. */
export function fileBuilderFindings({ content, source, target }: FileBuilderConfig): readonly string[] {
  return [
    ...(target === '' ? ['target required'] : []),
    ...(source !== '' && content !== '' ? ['Cannot specify source file AND content'] : []),
  ];
}

export function fileBuilderWarnings({ content, source }: FileBuilderConfig): readonly string[] {
  const blank = source === '' && content === '';
  return blank ? ['Both source file and contents are blank; target will have no content'] : [];
}
