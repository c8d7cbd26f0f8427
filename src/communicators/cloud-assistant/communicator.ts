import type { Communicator } from '../communicator.ts';
import type { Agent } from './agent.ts';
import { answering } from './awaited.ts';
import { download, downloadDir } from './download.ts';
import { exec } from './exec.ts';
import { runAssistantScript } from './script.ts';
import { upload, uploadDir } from './upload.ts';

/** Waits for the agent of an instance and gives a way to it that needs no connection at all. */
export async function connectAssistant(agent: Agent, signal: AbortSignal): Promise<Communicator> {
  await answering(agent, signal);
  let home: Promise<string> | undefined;
  const absolute = async (path: string) => {
    if (path.startsWith('/')) return path;
    home ??= runAssistantScript(agent, 'cd && pwd', signal).then(({ output }) =>
      output.toString('utf8').trim(),
    );
    return `${await home}/${path.replace(/^~\//, '')}`;
  };
  return {
    kind: 'cloud-assistant',
    data: {
      Host: agent.name,
      Port: '0',
      User: agent.user,
      Password: '',
      ConnType: 'cloud-assistant',
      SSHPublicKey: '',
      SSHPrivateKey: '',
    },
    exec: (command, options) => exec(agent, command, options),
    upload: async (source, destination, options) =>
      upload(agent, source, { path: await absolute(destination), options }),
    uploadDir: async (source, destination, options) =>
      uploadDir(agent, source, { path: await absolute(destination), options }),
    download: async (source, destination, options) =>
      download(agent, await absolute(source), { path: destination, options }),
    downloadDir: async (source, destination, options) =>
      downloadDir(agent, await absolute(source), { path: destination, options }),
    close: async () => undefined,
  };
}
