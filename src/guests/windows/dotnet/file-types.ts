import { randomBytes } from 'node:crypto';
import { absolute, nameOf, parentOf } from '../paths.ts';
import { scriptText } from '../powershell/run-block.ts';
import { items, textOf, truthy, type Value } from '../powershell/value.ts';
import type { StaticCall, StaticType } from './statics.ts';
import { bytesOf, fileReader, fileStream, followedStream } from './streams.ts';
import { addFile, createZip, extractTo, openZip } from './zip.ts';

/** The first argument as a path of this guest, and its files. */
function at({ args, scope }: StaticCall, index = 0) {
  const { process } = scope.session;
  return { files: process.machine.files, path: absolute(textOf(args[index]), process.folder) };
}

function temporary({ scope }: StaticCall): string {
  const { process } = scope.session;
  const path = `${process.environment.get('TEMP')}\\tmp${randomBytes(4).toString('hex').toUpperCase()}.tmp`;
  process.machine.files.write(path, Buffer.alloc(0), { make: true });
  return path;
}

function writeText(call: StaticCall, append: boolean): Value {
  const { files, path } = at(call);
  const bytes = Buffer.from(textOf(call.args[1]));
  if (append && files.find(path) !== undefined) files.append(path, bytes);
  else files.write(path, bytes);
  return undefined;
}

export const fileTypes: Readonly<Record<string, StaticType>> = {
  'io.path': {
    methods: {
      getfullpath: (call) => at(call).path,
      getdirectoryname: ({ args }) => parentOf(textOf(args[0]).replaceAll('/', '\\')),
      getfilename: ({ args }) => nameOf(textOf(args[0])),
      getfilenamewithoutextension: ({ args }) => nameOf(textOf(args[0])).replace(/\.[^.]*$/, ''),
      getextension: ({ args }) => /\.[^.\\/]*$/.exec(textOf(args[0]))?.[0] ?? '',
      gettemppath: ({ scope }) => `${scope.session.process.environment.get('TEMP')}\\`,
      gettempfilename: temporary,
      getrandomfilename: () =>
        `${randomBytes(4).toString('hex')}.${randomBytes(2).toString('hex').slice(0, 3)}`,
      combine: ({ args }) =>
        args
          .map(textOf)
          .reduce((left, right) =>
            /^([a-z]:|[\\/])/i.test(right) ? right : `${left.replace(/[\\/]+$/, '')}\\${right}`,
          ),
    },
  },
  'io.directory': {
    methods: {
      exists: (call) => at(call).files.isFolder(at(call).path),
      createdirectory: (call) => {
        at(call).files.makeFolder(at(call).path);
        return undefined;
      },
      delete: (call) => {
        at(call).files.remove(at(call).path, { recurse: truthy(call.args[1]) });
        return undefined;
      },
    },
  },
  'io.file': {
    methods: {
      exists: (call) => at(call).files.find(at(call).path)?.folder === false,
      opentext: (call) => fileReader(at(call).files, at(call).path),
      open: (call) => followedStream(at(call).files, at(call).path),
      openread: (call) => fileStream(at(call).files, at(call).path, 'read'),
      openwrite: (call) => fileStream(at(call).files, at(call).path, 'write'),
      create: (call) => fileStream(at(call).files, at(call).path, 'create'),
      readallbytes: (call) => new Uint8Array(at(call).files.read(at(call).path)),
      readalltext: (call) => scriptText(at(call).files.read(at(call).path)),
      readalllines: (call) =>
        scriptText(at(call).files.read(at(call).path))
          .replace(/\r?\n$/, '')
          .split(/\r?\n/),
      writealltext: (call) => writeText(call, false),
      appendalltext: (call) => writeText(call, true),
      writealllines: ({ args, scope }) =>
        writeText({ args: [args[0], `${items(args[1]).map(textOf).join('\r\n')}\r\n`], scope }, false),
      writeallbytes: (call) => {
        at(call).files.write(at(call).path, bytesOf(call.args[1]));
        return undefined;
      },
      delete: (call) => {
        const { files, path } = at(call);
        if (files.find(path) !== undefined) files.remove(path);
        return undefined;
      },
      move: (call) => {
        at(call).files.move(at(call).path, at(call, 1).path);
        return undefined;
      },
      copy: (call) => {
        at(call).files.copy(at(call).path, at(call, 1).path);
        return undefined;
      },
    },
  },
  'io.compression.zipfile': {
    methods: {
      openread: (call) => openZip(at(call).files, at(call).path),
      open: (call) => createZip(at(call).files, at(call).path),
    },
  },
  'io.compression.zipfileextensions': {
    methods: {
      extracttofile: (call) => {
        extractTo(at(call).files, call.args[0], at(call, 1).path, truthy(call.args[2]));
        return undefined;
      },
      createentryfromfile: (call) => {
        addFile(at(call).files, call.args[0], at(call, 1).path, textOf(call.args[2]));
        return undefined;
      },
    },
  },
};
