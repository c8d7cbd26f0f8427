import type { Json } from '../../../model/template.ts';
import { parseDuration } from '../../../schema/go-duration.ts';
import type { MadeBlock } from '../../body/dynamic.ts';
import { scopeAt } from '../../body/dynamic.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import type { Scope } from '../../evaluate/run.ts';
import { isKeyed, type Value } from '../../values/value.ts';
import type { Component, PostProcessorBlock, ProvisionerBlock } from './build-block.ts';
import { jsonOf, NOT_SET } from './json-of.ts';
import { MetaArguments } from './meta-arguments.ts';

/** What was read of a block; nothing where something is wrong with it. */
export interface Read<Block> {
  readonly block?: Block;
  readonly diagnostics: readonly Diagnostic[];
}

const PROVISIONER = [
  'name',
  'pause_before',
  'max_retries',
  'timeout',
  'only',
  'except',
  'override',
  'continue_on_error',
] as const;

/** A `provisioner` or `error-cleanup-provisioner`, without its settings. */
export function readProvisioner(block: MadeBlock, scope: Scope): Read<ProvisionerBlock> {
  const { meta, component } = opened(block, scope, PROVISIONER);
  const [pause, timeout, maxRetries] = [
    meta.text('pause_before'),
    meta.text('timeout'),
    meta.number('max_retries'),
  ];
  const continueOnError = meta.flag('continue_on_error') ?? false;
  const override = meta.raw('override');
  if (meta.diagnostics.length > 0) return meta;
  const faults: Diagnostic[] = [...bothFilters(component)];
  const fail = (summary: string, detail = '') => void faults.push({ summary, detail, subject: block.header });
  const milliseconds = (name: string, text: string): number => {
    const parsed = text === '' ? { value: 0 } : parseDuration(text);
    if ('value' in parsed) return parsed.value;
    fail(`Failed to parse ${name} duration`, parsed.error);
    return 0;
  };
  const overrides = faults.length > 0 ? new Map<string, Json>() : readOverride(override, fail);
  const times = {
    pauseBefore: milliseconds('pause_before', pause),
    timeout: milliseconds('timeout', timeout),
  };
  if (faults.length > 0) return { diagnostics: faults };
  return {
    block: { ...component, ...times, maxRetries, continueOnError, override: overrides },
    diagnostics: [],
  };
}

const POST_PROCESSOR = ['name', 'only', 'except', 'keep_input_artifact'] as const;

/** A `post-processor`, without its settings. */
export function readPostProcessor(block: MadeBlock, scope: Scope): Read<PostProcessorBlock> {
  const { meta, component } = opened(block, scope, POST_PROCESSOR);
  const keepInputArtifact = meta.flag('keep_input_artifact');
  const diagnostics = meta.diagnostics.length > 0 ? meta.diagnostics : bothFilters(component);
  return diagnostics.length > 0
    ? { diagnostics }
    : { block: { ...component, keepInputArtifact }, diagnostics };
}

function opened({ body, iterators, labels, header }: MadeBlock, scope: Scope, known: readonly string[]) {
  const { attributes } = body.partialContent({ attributes: known.map((name) => ({ name })) });
  const meta = new MetaArguments(attributes, scopeAt(iterators, scope));
  const component: Component = {
    type: labels[0] ?? '',
    name: meta.text('name'),
    only: meta.texts('only'),
    except: meta.texts('except'),
    body: { body, iterators, known },
    range: header,
  };
  return { meta, component };
}

function bothFilters({ only, except }: Component): readonly Diagnostic[] {
  if (only.length === 0 || except.length === 0) return [];
  return [{ summary: "only one of 'only' or 'except' may be specified", detail: '' }];
}

function readOverride(value: Value | undefined, fail: (summary: string) => void): ReadonlyMap<string, Json> {
  if (value === undefined || value.kind === 'null') return new Map();
  if (!isKeyed(value)) {
    fail("provisioner's override block must be an HCL object");
    return new Map();
  }
  const entries = [...value.entries].flatMap(([name, settings]): [string, Json][] => {
    if (!isKeyed(settings)) fail(`provisioner's override.'${name}' block must be an HCL object`);
    const json = isKeyed(settings) ? jsonOf(settings, 'json', { path: [], secrets: [] }) : NOT_SET;
    return json === NOT_SET ? [] : [[name, json]];
  });
  return new Map(entries);
}
