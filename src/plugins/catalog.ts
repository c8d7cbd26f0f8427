import type { TemplateFunction } from '../template/go/functions/function.ts';
import { findFunction } from '../template/go/functions/registry.ts';
import type { Fields } from '../template/schema/field.ts';
import { adaptBuilder } from './adapt-builder.ts';
import { adaptPostProcessor } from './adapt-post-processor.ts';
import { adaptProvisioner } from './adapt-provisioner.ts';
import type { ComponentSource } from './component-source.ts';
import { listedPlugins } from './config-file.ts';
import { loadPlugin } from './load-plugin.ts';
import { type PluginType, parsePluginType } from './parse-type.ts';
import type { Plugin } from './plugin.ts';
import { pluginFunction } from './plugin-functions.ts';
import { componentAbsent, componentAmbiguous, typeTaken } from './words.ts';

/** The plug-ins of one template. */
export interface Catalog extends ComponentSource {
  /** Those of the template language. */
  readonly functions: ReadonlyMap<string, TemplateFunction>;
  /** The components that need no `npm:` before them, or those that a type with it may mean. */
  described(type?: string): Promise<readonly DescribedComponent[]>;
}

interface DescribedComponent {
  readonly kind: (typeof WORDS)[Kind];
  /** How a template names it. */
  readonly type: string;
  readonly fields: Fields;
}

type Kind = 'builders' | 'provisioners' | 'postProcessors';

const KINDS = ['builders', 'provisioners', 'postProcessors'] as const;

const WORDS = {
  builders: 'builder',
  provisioners: 'provisioner',
  postProcessors: 'post-processor',
} as const satisfies Record<Kind, string>;

/** Loads the plug-ins that are listed; others are loaded when a template names them. */
export async function openCatalog(folders: readonly string[]): Promise<Catalog> {
  const listed = new Map<string, Plugin>();
  for (const name of listedPlugins(folders)) listed.set(name, await loadPlugin(name, folders));
  for (const kind of KINDS) refuseTwice(listed, kind);
  return new LoadedCatalog(listed, folders, functionsOf(listed));
}

class LoadedCatalog implements Catalog {
  readonly functions: Catalog['functions'];
  readonly #listed: ReadonlyMap<string, Plugin>;
  readonly #folders: readonly string[];

  constructor(
    listed: ReadonlyMap<string, Plugin>,
    folders: readonly string[],
    functions: Catalog['functions'],
  ) {
    this.functions = functions;
    this.#listed = listed;
    this.#folders = folders;
  }

  get names(): readonly string[] {
    return [...this.#listed.values()].flatMap((plugin) => componentsOf(plugin).map(({ type }) => type));
  }

  async described(type?: string) {
    const parsed = type === undefined ? undefined : parsePluginType(type);
    if (parsed === undefined) return [...this.#listed.values()].flatMap(componentsOf);
    const { package: name, component } = parsed;
    return componentsOf(await loadPlugin(name, this.#folders))
      .filter((one) => component === undefined || one.type === component)
      .map((one) => ({ ...one, type: `npm:${name}/${one.type}` }));
  }

  async builder(type: string) {
    const found = await this.#find('builders', type);
    const builder = found?.plugin.builders?.[found.component];
    return builder && adaptBuilder(type, builder);
  }

  async provisioner(type: string) {
    const found = await this.#find('provisioners', type);
    const provisioner = found?.plugin.provisioners?.[found.component];
    return provisioner && adaptProvisioner(type, provisioner);
  }

  async postProcessor(type: string) {
    const found = await this.#find('postProcessors', type);
    const postProcessor = found?.plugin.postProcessors?.[found.component];
    return postProcessor && adaptPostProcessor(type, postProcessor);
  }

  async #find(kind: Kind, type: string): Promise<Found | undefined> {
    const parsed = parsePluginType(type);
    if (parsed !== undefined) {
      const plugin = await loadPlugin(parsed.package, this.#folders);
      return { plugin, component: componentOf(Object.keys(plugin[kind] ?? {}), kind, parsed) };
    }
    const owners = [...this.#listed.values()];
    const plugin = owners.find((each) => Object.hasOwn(each[kind] ?? {}, type));
    return plugin && { plugin, component: type };
  }
}

function componentsOf(plugin: Plugin): readonly DescribedComponent[] {
  return KINDS.flatMap((kind) =>
    Object.entries(plugin[kind] ?? {}).map(([type, { fields }]) => ({ kind: WORDS[kind], type, fields })),
  );
}

interface Found {
  readonly plugin: Plugin;
  readonly component: string;
}

function componentOf(known: readonly string[], kind: Kind, { package: name, component }: PluginType): string {
  const wanted = component ?? (known.length === 1 ? known[0] : known.find((one) => name.endsWith(one)));
  if (wanted === undefined) throw componentAmbiguous(name, WORDS[kind], known);
  if (!known.includes(wanted)) throw componentAbsent(name, WORDS[kind], wanted, known);
  return wanted;
}

/** Which of two would be meant depends on an order that nobody looks at. */
function refuseTwice(listed: ReadonlyMap<string, Plugin>, kind: Kind): void {
  const owners = new Map<string, string>();
  for (const [name, plugin] of listed) {
    for (const component of Object.keys(plugin[kind] ?? {})) {
      const owner = owners.get(component);
      if (owner !== undefined) throw typeTaken(WORDS[kind], component, `plug-in ${owner}`, name);
      owners.set(component, name);
    }
  }
}

function functionsOf(listed: ReadonlyMap<string, Plugin>): Catalog['functions'] {
  const functions = new Map<string, TemplateFunction>();
  const owners = new Map<string, string>();
  for (const [plugin, { functions: table }] of listed) {
    for (const [name, definition] of Object.entries(table ?? {})) {
      const owner = findFunction(name) === undefined ? owners.get(name) : 'the template language';
      if (owner !== undefined) throw typeTaken('function', name, owner, plugin);
      owners.set(name, `plug-in ${plugin}`);
      functions.set(name, pluginFunction(name, plugin, definition));
    }
  }
  return functions;
}
