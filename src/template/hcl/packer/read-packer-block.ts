import type { BodyBlock } from '../body/body.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { evaluateLiteral } from '../evaluate/literal.ts';
import type { Attribute } from '../syntax/node.ts';
import { convertIfPossible } from '../types/convert.ts';
import { STRING } from '../types/type.ts';
import { isKeyed } from '../values/value.ts';
import type { PluginRequirement } from './configuration.ts';
import { ConstraintError, satisfies } from './version-constraint.ts';

interface PackerBlock {
  readonly requirements: readonly PluginRequirement[];
  /** Another version of Packer is wanted: then nothing else is looked at. */
  readonly version: readonly Diagnostic[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a `packer` block for the Packer that is spoken here. */
export function readPackerBlock({ body }: BodyBlock, ours: string): PackerBlock {
  const content = body.content({
    attributes: [{ name: 'required_version' }],
    blocks: [{ type: 'required_plugins' }],
  });
  const version = content.attributes.get('required_version');
  const plugins = content.blocks.map((block) => block.body.justAttributes());
  const entries = plugins.flatMap(({ attributes }) => [...attributes.values()].map(requirement));
  return {
    version: version === undefined ? [] : checkVersion(version, ours),
    requirements: entries.flatMap((entry) => ('source' in entry ? [entry] : [])),
    diagnostics: [
      // Packer reads the block twice.
      ...content.diagnostics,
      ...content.diagnostics,
      ...plugins.flatMap(({ diagnostics }) => diagnostics),
      ...entries.flatMap((entry) => ('summary' in entry ? [entry] : [])),
    ],
  };
}

function checkVersion({ expression, range }: Attribute, ours: string): readonly Diagnostic[] {
  const { value, diagnostics } = evaluateLiteral(expression);
  if (diagnostics.length > 0) return diagnostics;
  if (value.kind === 'null') return [];
  const invalid = (detail: string) => [{ summary: 'Invalid version constraint', detail, subject: range }];
  const text = convertIfPossible(value, STRING);
  if (text?.kind !== 'string') return invalid('A string value is required for required_version.');
  try {
    if (satisfies(ours, text.text)) return [];
  } catch (error) {
    if (error instanceof ConstraintError) return invalid(SYNTAX);
    throw error;
  }
  const detail =
    `This configuration does not support Packer version ${ours}. To proceed, either choose another supported Packer ` +
    'version or update this version constraint. Version constraints are normally set for good reason, so updating the ' +
    'constraint may lead to other errors or unexpected behavior.';
  return [{ summary: 'Unsupported Packer Core version', detail, subject: range }];
}

const SYNTAX =
  'This string does not use correct version constraint syntax. Check out the docs:\n' +
  'https://packer.io/docs/templates/hcl_templates/blocks/packer#version-constraints';

/** `NAME = { version = "...", source = "..." }`. */
function requirement({ name, expression, nameRange, range }: Attribute): PluginRequirement | Diagnostic {
  const fault = (summary: string, detail: string): Diagnostic => ({ summary, detail, subject: range });
  const { value, diagnostics } = evaluateLiteral(expression);
  const [first] = diagnostics;
  if (first !== undefined) return first;
  if (!isKeyed(value))
    return fault('Invalid required_plugins syntax', 'required_plugins entries must be objects.');
  const [version, source] = [value.entries.get('version'), value.entries.get('source')];
  if ([...value.entries.keys()].some((key) => key !== 'version' && key !== 'source'))
    return fault(
      'Invalid required_plugins object',
      'required_plugins objects can only contain "version" and "source" attributes.',
    );
  if (source?.kind !== 'string')
    return fault(source === undefined ? 'No source was set' : 'Invalid source', SOURCE);
  if (source.text.startsWith('npm:')) {
    const wanted = version?.kind === 'string' ? version.text : '';
    return { name, source: source.text, version: wanted, range: nameRange };
  }
  if (version === undefined) return fault('No version constraint was set', VERSION);
  if (version.kind !== 'string') return fault('Invalid version constraint', VERSION);
  try {
    satisfies('1.0.0', version.text);
  } catch (error) {
    if (error instanceof ConstraintError)
      return fault(
        'Invalid version constraint',
        `This string does not use correct version constraint syntax.\n${error.message}`,
      );
    throw error;
  }
  if (!/^[^/:]+(?:\/[^/:]+){2,}$/.test(source.text))
    return fault('Failed to parse source', `The provided source URL is invalid: ${source.text}`);
  return { name, source: source.text, version: version.text, range: nameRange };
}

const SOURCE = 'The source is a text, such as `source = "github.com/hashicorp/alicloud"`, or "npm:PACKAGE".';
const VERSION = 'The version field must be specified as a string. Ex: `version = ">= 1.2.0, < 2.0.0"`.';
