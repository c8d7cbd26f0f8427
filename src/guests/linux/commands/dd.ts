import { describeFileError, writeWhole } from '../../files.ts';
import { failed, type GuestCommand } from './command.ts';

const factors: Readonly<Record<string, number>> = { '': 1, K: 1024, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** Copies blocks: `if`, `of`, `bs`, `skip`, `count`, `status=none`; the other operands are taken and mean nothing here. */
export const dd: GuestCommand = {
  name: 'dd',
  run: async (args, call) => {
    const operands = new Map(
      args.map((arg) => [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)]),
    );
    const block = sizeOf(operands.get('bs') ?? operands.get('ibs') ?? '512');
    const skip = sizeOf(operands.get('skip') ?? '0');
    const count = operands.has('count') ? sizeOf(operands.get('count') ?? '') : Number.POSITIVE_INFINITY;
    if ([block, skip, count].some(Number.isNaN) || block === 0) return failed('dd: invalid number');
    const { files } = call.process;
    const [source, target] = [operands.get('if'), operands.get('of')];
    try {
      const all = source === undefined ? call.stdin : files.whole(call.path(source));
      const part = all.slice(skip * block, (skip + count) * block);
      const stderr = operands.get('status') === 'none' ? '' : `${part.length} bytes copied\n`;
      if (target === undefined) return { stdout: part, stderr };
      await writeWhole(files, call.path(target), part, 0o644);
      return { stderr };
    } catch (error) {
      return failed(`dd: failed to open '${source ?? target ?? ''}': ${describeFileError(error)}`);
    }
  },
};

function sizeOf(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+)([kKMG]?)B?$/.exec(text) ?? [];
  return digits === '' ? Number.NaN : Number(digits) * (factors[unit] ?? 1);
}
