import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { neutral } from './guest.ts';

const SSH =
  '-F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR' +
  // Packer's proxy knows no other algorithm for its RSA keys, and today's ssh does not offer this one by itself.
  ' -o PubkeyAcceptedAlgorithms=+ssh-rsa -o HostKeyAlgorithms=+ssh-rsa';

/**
 * A program that stands for Ansible or InSpec on this machine: it notes what it was given, then reaches the guest as the
 * tool would, by ssh, scp and sftp, and notes what came of that.
 */
export function localTool(folder: string) {
  const program = join(folder, 'local-tool');
  const log = join(folder, 'local-tool.log');
  const text = `#!/bin/sh
[ "$1" = --version ] && { echo 'ansible-playbook [core 2.14.18]'; exit 0; }
cd '${folder}'
echo "# \${0##*/} begins"
user=$(id -un)
{
  echo call; for a; do echo "[$a]"; done
  env | grep '^ANSIBLE_\\|^TOOL_' | sort
  before=
  for a; do
    case $before in
      -i) sed 's/^/inventory: /' "$a"; stat -c '%a' "$a"; port=$(sed -n 's/.*port=\\([0-9]*\\).*/\\1/p' "$a" | head -1); user=$(sed -n 's/.*user=\\([^ ]*\\).*/\\1/p' "$a" | head -1); host=$(sed -n 's/.*host=\\([^ ]*\\).*/\\1/p' "$a" | head -1) ;;
      --port) port=$a ;;
      --user) user=$a ;;
      --key-files) key=$a ;;
    esac
    case $a in
      ansible_ssh_private_key_file=*) key=\${a#*=} ;;
      *packer-provisioner-inspec.*.yml) sed 's/^/inputs: /' "$a" ;;
    esac
    before=$a
  done
  [ -n "$key" ] || exit 0
  stat -c 'key %a' "$key"
  at="$user@\${host:-127.0.0.1}"; o="${SSH} -i $key"
  [ -n "$port" ] || exit 0
  echo through | ssh $o -p $port $at 'cat; echo oops >&2; exit 3' 2>&1; echo "ssh $?"
  ssh $o -p $port $at 'kill -9 $$'; echo "signal $?"
  ssh $o -tt -p $port $at 'echo terminal' </dev/null; echo "pty $?"
  ssh $o -p $port nobody@127.0.0.1 true 2>/dev/null; echo "nobody $?"
  ssh $o -p $port $at 'mkdir -p /tmp/packer-x'
  head -c 300000 /dev/zero >big; echo text >small
  scp -O $o -P $port small "$at:'/tmp/packer-x/with blank'" 2>&1; echo "scp there $?"
  scp -O $o -P $port big $at:/tmp/packer-x/big 2>&1; echo "scp big $?"
  scp -O $o -P $port $at:/tmp/packer-x/big back 2>&1; echo "scp back $?"; cmp big back && echo same
  scp -O $o -P $port $at:/tmp/packer-x/missing back >/dev/null 2>&1; echo "scp missing $?"
  scp -s $o -P $port big $at:$PWD/by-sftp 2>&1; echo "sftp $?"; cmp big by-sftp && echo same
  rm -f big small back by-sftp
} >>'${log}' 2>&1
exit $(cat exit-local-tool 2>/dev/null || echo 0)
`;
  writeFileSync(program, text, { mode: 0o755 });
  return {
    program,
    take(): readonly string[] {
      const lines = existsSync(log) ? portless(neutral(readFileSync(log, 'utf8'))).split('\n') : [];
      rmSync(log, { force: true });
      return lines;
    },
  };
}

/** A text without the ports that were free. */
export function portless(text: string): string {
  return text.replace(/(port=|--port\]?\n?\[?|--port )\d+/g, '$1N');
}
