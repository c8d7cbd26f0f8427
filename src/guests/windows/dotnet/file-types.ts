import { randomBytes } from 'node:crypto';
import { absolute, parentOf } from '../paths.ts';
import { textOf, truthy } from '../powershell/value.ts';
import type { StaticCall, StaticType } from './statics.ts';
import { fileReader, fileStream, followedStream } from './streams.ts';
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

export const fileTypes: Readonly<Record<string, StaticType>> = {
  'io.path': {
    methods: {
      getfullpath: (call) => at(call).path,
      getdirectoryname: ({ args }) => parentOf(textOf(args[0]).replaceAll('/', '\\')),
      gettempfilename: temporary,
      combine: ({ args }) =>
        args.map(textOf).reduce((left, right) => `${left.replace(/[\\/]+$/, '')}\\${right}`),
    },
  },
  'io.directory': {
    methods: {
      exists: (call) => at(call).files.isFolder(at(call).path),
      createdirectory: (call) => void at(call).files.makeFolder(at(call).path),
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
      delete: (call) => {
        const { files, path } = at(call);
        if (files.find(path) !== undefined) files.remove(path);
        return undefined;
      },
      move: (call) => void at(call).files.move(at(call).path, at(call, 1).path),
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
      extracttofile: (call) =>
        void extractTo(at(call).files, call.args[0], at(call, 1).path, truthy(call.args[2])),
      createentryfromfile: (call) =>
        void addFile(at(call).files, call.args[0], at(call, 1).path, textOf(call.args[2])),
    },
  },
};
