#!/usr/bin/env bash
# Installs the programs that `npm run test:peers` tests against, from Debian's own packages. Does nothing when all are there.
set -euo pipefail

missing=()
command -v packer >/dev/null || missing+=(packer)
for shell in bash zsh fish; do command -v "$shell" >/dev/null || missing+=("$shell"); done
[ -x /usr/sbin/sshd ] || missing+=(openssh-server)
command -v ssh >/dev/null || missing+=(openssh-client)
command -v script >/dev/null || missing+=(bsdutils)
command -v bwrap >/dev/null || missing+=(bubblewrap)
[ -d /usr/lib/python3/dist-packages/winrm ] || missing+=(python3-winrm)
command -v ansible-playbook >/dev/null || missing+=(ansible-core)
command -v chromium >/dev/null || missing+=(chromium)
command -v git >/dev/null || missing+=(git)
for program in lz4 unzip; do command -v "$program" >/dev/null || missing+=("$program"); done
command -v xz >/dev/null || missing+=(xz-utils)
[ "${#missing[@]}" -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "setup.sh installs packages and needs root: sudo bash $0 (missing: ${missing[*]})" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# apt works as a user of its own, who cannot write to a folder of ours.
unset TMPDIR
apt-get -qq update
apt-get -qq install --yes --no-install-recommends "${missing[@]}" >/dev/null
