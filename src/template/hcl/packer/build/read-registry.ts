import type { BodyBlock } from '../../body/body.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import type { Scope } from '../../evaluate/run.ts';
import { MetaArguments } from './meta-arguments.ts';

/** Checks an `hcp_packer_registry`, which is sent nowhere; what it does not know passes. */
export function readRegistry({ body, header }: BodyBlock, scope: Scope): readonly Diagnostic[] {
  const names = ['bucket_name', 'description', 'labels', 'bucket_labels', 'build_labels'];
  const { attributes } = body.partialContent({ attributes: names.map((name) => ({ name })) });
  const meta = new MetaArguments(attributes, scope);
  const [bucket, description] = [meta.text('bucket_name'), meta.text('description')];
  const fail = (summary: string): Diagnostic => ({ summary, detail: '', subject: header });
  return [
    ...meta.diagnostics,
    ...(attributes.has('labels') ? [{ severity: 'warning' as const, summary: OLD, detail: '' }] : []),
    ...(bucket === '' || /^[A-Za-z0-9-]{3,36}$/.test(bucket) ? [] : [fail(BUCKET)]),
    ...(Array.from(description).length > 255 ? [fail(DESCRIPTION)] : []),
  ];
}

const OLD =
  'the argument hcp_packer_registry.labels has been deprecated and will be removed in the next minor release; please ' +
  'use hcp_packer_registry.bucket_labels';
const BUCKET =
  'hcp_packer_registry.bucket_name can only contain between 3 and 36 ASCII letters, numbers and hyphens';
const DESCRIPTION = 'hcp_packer_registry.description should have a maximum length of 255 characters';

/** Those of the top level, of which there may be one. */
export function readRegistries(blocks: readonly BodyBlock[], scope: Scope): readonly Diagnostic[] {
  return blocks.flatMap((block, index) =>
    index === 0
      ? readRegistry(block, scope)
      : [{ summary: 'Only one hcp_packer_registry is allowed', detail: '', subject: block.header }],
  );
}
