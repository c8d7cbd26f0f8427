import type { ParameterType, TemplateFunction } from '../../go/functions/function.ts';
import type { Value } from '../../go/value.ts';
import { identifier, interpolation, quoted } from './quoted-text.ts';
import type { Upgrade } from './upgrade-state.ts';
import { manualCall } from './words.ts';

type Functions = ReadonlyMap<string, TemplateFunction>;

/** What the functions of JSON templates become. Only those that the defaults of variables may use, or all. */
export function functionsOf(upgrade: Upgrade, where: 'variables' | 'components'): Functions {
  const functions = new Map([...valuesOf(upgrade), ...textsOf(upgrade), ...secrets(upgrade)]);
  if (where === 'components') for (const [name, one] of ofBuilds(upgrade)) functions.set(name, one);
  return functions;
}

function define(
  upgrade: Upgrade,
  name: string,
  parameters: readonly ParameterType[],
  call: (args: readonly string[]) => string,
): readonly [string, TemplateFunction] {
  const counted = (args: readonly Value[]) => {
    upgrade.called.add(name);
    return call(args.map(String));
  };
  return [name, { parameters, call: counted }];
}

/** The same with any number of texts. */
function variadic(
  upgrade: Upgrade,
  name: string,
  call: (args: readonly string[]) => string,
): readonly [string, TemplateFunction] {
  const [, one] = define(upgrade, name, [], call);
  return [name, { ...one, rest: 'string' }];
}

function valuesOf(upgrade: Upgrade): readonly (readonly [string, TemplateFunction])[] {
  const constant = (name: string, expression: string) =>
    define(upgrade, name, [], () => interpolation(expression));
  const formatted = (name: 'isotime' | 'strftime') =>
    variadic(upgrade, name, ([format]) => {
      if (format === undefined) return interpolation('timestamp()');
      upgrade.legacy.add(name);
      return interpolation(`legacy_${name}(${quoted(format)})`);
    });
  return [
    define(upgrade, 'user', ['string'], ([name = '']) => {
      upgrade.variables.add(name);
      return interpolation(`${upgrade.locals.has(name) ? 'local' : 'var'}.${identifier(name)}`);
    }),
    define(upgrade, 'env', ['string'], ([name = '']) => interpolation(`env(${quoted(name)})`)),
    define(upgrade, 'timestamp', [], () => {
      upgrade.usesTimestamp = true;
      return interpolation('local.timestamp');
    }),
    formatted('isotime'),
    formatted('strftime'),
    constant('template_dir', 'path.root'),
    constant('pwd', 'path.cwd'),
    constant('packer_version', 'packer.version'),
    constant('uuid', 'uuidv4()'),
  ];
}

/** Those whose arguments would have to become expressions: the component goes on evaluating them. */
function textsOf(upgrade: Upgrade): readonly (readonly [string, TemplateFunction])[] {
  const manual = (name: string, parameters: readonly ParameterType[], order = [0]) =>
    define(upgrade, name, parameters, (args) => {
      upgrade.remarks.add(manualCall(name));
      const given = order.map((index) =>
        parameters[index] === 'int' ? args[index] : `\`${args[index] ?? ''}\``,
      );
      return `{{ ${[name, ...given].join(' ')} }}`;
    });
  return [
    manual('lower', ['string']),
    manual('upper', ['string']),
    manual('split', ['string', 'string', 'int'], [0, 1, 2]),
    // The count comes last, as Packer writes it.
    manual('replace', ['string', 'string', 'int', 'string'], [0, 1, 3, 2]),
    manual('replace_all', ['string', 'string', 'string'], [0, 1, 2]),
  ];
}

function secrets(upgrade: Upgrade): readonly (readonly [string, TemplateFunction])[] {
  const called = (name: string, args: readonly string[]) =>
    interpolation(`${name}(${args.map((one) => quoted(one)).join(', ')})`);
  return [
    define(upgrade, 'vault', ['string', 'string'], (args) => called('vault', args)),
    define(upgrade, 'consul_key', ['string'], (args) => called('consul_key', args)),
    variadic(upgrade, 'aws_secretsmanager', ([name = '', key]) =>
      interpolation(`aws_secretsmanager(${quoted(name)}, ${key === undefined ? 'null' : quoted(key)})`),
    ),
    define(upgrade, 'aws_secretsmanager_raw', ['string'], (args) => called('aws_secretsmanager_raw', args)),
  ];
}

function ofBuilds(upgrade: Upgrade): readonly (readonly [string, TemplateFunction])[] {
  // In HCL2 `build.name` is the name of the build block, and the type of a source is no part of it.
  const holder = upgrade.isOwn ? 'source' : 'build';
  return [
    define(upgrade, 'build', ['string'], ([key = '']) => interpolation(`build.${key}`)),
    define(upgrade, 'build_name', [], () => interpolation(`${holder}.name`)),
    define(upgrade, 'build_type', [], () => interpolation(`${holder}.type`)),
    define(upgrade, 'clean_resource_name', ['string'], ([text = '']) => {
      upgrade.remarks.add(manualCall('clean_resource_name'));
      return `{{ clean_resource_name \`${text}\` }}`;
    }),
  ];
}
