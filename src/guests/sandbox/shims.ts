/** Where a guest leaves word that it wants to be switched off. */
export const powerFile = '/run/guest-power';

const power = (action: string) => `#!/bin/sh\necho ${action} > ${powerFile}\nsleep 5\n`;

const sudo = `#!/bin/sh
# Every user of this guest is root already, or cannot be.
while [ $# -gt 0 ]; do
  case "$1" in
    -u|-g|-p) shift 2 ;;
    --) shift; break ;;
    -i|-s) shift; [ $# -gt 0 ] || exec /bin/sh ;;
    -*) shift ;;
    *=*) export "$1"; shift ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || exit 0
exec "$@"
`;

const systemctl = `#!/bin/sh
for word in "$@"; do
  case "$word" in
    poweroff|halt) exec poweroff ;;
    reboot) exec reboot ;;
  esac
done
echo "systemctl: no services run in this guest: $*"
`;

const shutdown = `#!/bin/sh
case " $* " in
  *" -r "*|*" --reboot "*) exec reboot ;;
  *" -c "*) exit 0 ;;
esac
exec poweroff
`;

const cloudInit = `#!/bin/sh
[ "$1" = status ] && echo 'status: done'
exit 0
`;

/** Programs of /usr/local/bin that stand before the host's own, which could not work inside. */
export const shims: Readonly<Record<string, string>> = {
  sudo,
  systemctl,
  shutdown,
  poweroff: power('off'),
  halt: power('off'),
  reboot: power('reboot'),
  'cloud-init': cloudInit,
};
