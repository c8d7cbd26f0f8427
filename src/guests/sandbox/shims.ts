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
    --version) echo 'systemd 239 (239-78.0.3.al8)'; exit 0 ;;
  esac
done
units=/run/systemd/units wants=/etc/systemd/system/multi-user.target.wants now=
verb=
mkdir -p "$units" "$wants"
for word in "$@"; do
  case "$word" in
    --now) now=1 ;;
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$word; continue; fi
      case "$word" in *.*) unit=$word ;; *) unit=$word.service ;; esac
      case "$verb" in
        start|restart|reload-or-restart|try-restart) touch "$units/$unit" ;;
        stop|kill) rm -f "$units/$unit" ;;
        enable|reenable) ln -sf "/usr/lib/systemd/system/$unit" "$wants/$unit"; [ -z "$now" ] || touch "$units/$unit" ;;
        disable) rm -f "$wants/$unit"; [ -z "$now" ] || rm -f "$units/$unit" ;;
        is-active) [ -e "$units/$unit" ] && echo active || { echo inactive; exit 3; } ;;
        is-enabled) [ -L "$wants/$unit" ] && echo enabled || { echo disabled; exit 1; } ;;
        status) [ -e "$units/$unit" ] && echo "$unit: active (running)" || { echo "$unit: inactive (dead)"; exit 3; } ;;
        cat) cat "/etc/systemd/system/$unit" 2>/dev/null || echo "# $unit" ;;
      esac ;;
  esac
done
[ "$verb" != list-units ] || ls "$units"
exit 0
`;

const shutdown = `#!/bin/sh
case " $* " in
  *" -r "*|*" --reboot "*) exec reboot ;;
  *" -c "*) exit 0 ;;
esac
exec poweroff
`;

const service = `#!/bin/sh
[ $# -ge 2 ] || exit 0
exec systemctl "$2" "$1"
`;

/** Takes down what would be installed: there is no network. A program of a package's name that the host lacks is noted when it is called. */
const packages = `#!/bin/sh
verb=
mkdir -p /var/lib/guest-packages
for word in "$@"; do
  case "$word" in
    -*|*=*) ;;
    *) if [ -z "$verb" ]; then verb=$word; continue; fi
      case "$verb" in
        install|add|reinstall|localinstall) ;;
        *) continue ;;
      esac
      echo "$word" >> /var/lib/guest-packages/installed
      case "$word" in
        nginx*) mkdir -p /etc/nginx/conf.d /etc/nginx/sites-available /etc/nginx/sites-enabled /var/www/html
          [ -e /etc/nginx/nginx.conf ] || echo 'http { include /etc/nginx/conf.d/*.conf; }' > /etc/nginx/nginx.conf
          : > /etc/nginx/sites-available/default; : > /etc/nginx/sites-enabled/default ;;
        docker*) mkdir -p /etc/docker; set -- docker ;;
        httpd|apache2) mkdir -p /etc/httpd/conf.d /etc/apache2/sites-enabled /var/www/html ;;
      esac
      for name in "$word" \${1:+"$1"}; do
        case "$name" in *[!a-z0-9_-]*|-*|install|add|reinstall|localinstall) continue ;; esac
        command -v "$name" > /dev/null && continue
        printf '#!/bin/sh\necho "only noted in this guest: %s" >&2\n' "$name" > "/usr/local/bin/$name"
        chmod 755 "/usr/local/bin/$name"
      done ;;
  esac
done
echo "\${0##*/}: this guest has no network, only the names are kept: $*"
`;

/** The host's own curl for everything but services of this guest, which do not really run. */
const fetching = (name: string, refused: number) => `#!/bin/sh
for word in "$@"; do
  case "$word" in
    http://localhost*|http://127.0.0.1*|localhost*|127.0.0.1*)
      set -- /run/systemd/units/*
      [ -e "$1" ] || { echo "${name}: Connection refused" >&2; exit ${refused}; }
      cat /usr/share/nginx/html/index.html /var/www/html/index.html 2>/dev/null || echo OK
      exit 0 ;;
  esac
done
exec /usr/bin/${name} "$@"
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
  service,
  curl: fetching('curl', 7),
  wget: fetching('wget', 4),
  ...Object.fromEntries(
    ['apt-get', 'apt', 'yum', 'dnf', 'zypper', 'apk', 'add-apt-repository', 'yum-config-manager'].map(
      (name) => [name, packages],
    ),
  ),
};
