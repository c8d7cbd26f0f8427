/** A text file that every kind of guest brings. */
interface BaseFile {
  readonly path: string;
  readonly mode: number;
  readonly text: string;
}

const osRelease = `NAME="Alibaba Cloud Linux"
VERSION="3 (OpenAnolis Edition)"
ID="alinux"
ID_LIKE="rhel fedora centos anolis"
VERSION_ID="3"
VARIANT="OpenAnolis Edition"
PLATFORM_ID="platform:al8"
PRETTY_NAME="Alibaba Cloud Linux 3 (OpenAnolis Edition)"
ANSI_COLOR="0;31"
HOME_URL="https://www.aliyun.com/"
`;

const passwd = `root:x:0:0:root:/root:/bin/bash
bin:x:1:1:bin:/bin:/sbin/nologin
daemon:x:2:2:daemon:/sbin:/sbin/nologin
nobody:x:65534:65534:Kernel Overflow User:/:/sbin/nologin
sshd:x:74:74:Privilege-separated SSH:/usr/share/empty.sshd:/sbin/nologin
ecs-user:x:1000:1000::/home/ecs-user:/bin/bash
`;

const group = `root:x:0:
bin:x:1:
daemon:x:2:
adm:x:4:
sudo:x:27:
wheel:x:10:ecs-user
systemd-journal:x:190:
docker:x:990:
sshd:x:74:
nobody:x:65534:
ecs-user:x:1000:
`;

const shadow = `root:!!:19700:0:99999:7:::
ecs-user:!!:19700:0:99999:7:::
`;

const sshdConfig = `Port 22
HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin yes
PubkeyAuthentication yes
PasswordAuthentication yes
Subsystem sftp internal-sftp
`;

const bashrc = `# .bashrc
if [ -f /etc/bashrc ]; then
	. /etc/bashrc
fi
`;

/** Text files of /etc and the homes, those of Alibaba Cloud Linux 3 where a script may look at them. */
export const baseFiles: readonly BaseFile[] = [
  { path: '/etc/os-release', mode: 0o644, text: osRelease },
  { path: '/etc/system-release', mode: 0o644, text: 'Alibaba Cloud Linux release 3 (OpenAnolis Edition)\n' },
  { path: '/etc/redhat-release', mode: 0o644, text: 'Alibaba Cloud Linux release 3 (OpenAnolis Edition)\n' },
  { path: '/etc/passwd', mode: 0o644, text: passwd },
  { path: '/etc/group', mode: 0o644, text: group },
  { path: '/etc/shadow', mode: 0o600, text: shadow },
  { path: '/etc/hostname', mode: 0o644, text: 'localhost\n' },
  { path: '/etc/hosts', mode: 0o644, text: '127.0.0.1 localhost\n::1 localhost\n' },
  { path: '/etc/fstab', mode: 0o644, text: '/dev/vda1 / ext4 defaults 1 1\n' },
  { path: '/etc/resolv.conf', mode: 0o644, text: 'nameserver 100.100.2.136\nnameserver 100.100.2.138\n' },
  { path: '/etc/shells', mode: 0o644, text: '/bin/sh\n/bin/bash\n' },
  { path: '/etc/profile', mode: 0o644, text: '# /etc/profile\n' },
  { path: '/etc/bashrc', mode: 0o644, text: '# /etc/bashrc\n' },
  { path: '/etc/environment', mode: 0o644, text: '' },
  { path: '/etc/machine-id', mode: 0o444, text: '20160101000000000000000000000000\n' },
  { path: '/etc/sudoers', mode: 0o440, text: 'root ALL=(ALL) ALL\n%wheel ALL=(ALL) NOPASSWD: ALL\n' },
  { path: '/etc/ssh/sshd_config', mode: 0o600, text: sshdConfig },
  { path: '/etc/sysctl.conf', mode: 0o644, text: '# sysctl settings are defined here.\n' },
  { path: '/etc/security/limits.conf', mode: 0o644, text: '# /etc/security/limits.conf\n' },
  { path: '/etc/security/access.conf', mode: 0o644, text: '# Login access control table.\n' },
  { path: '/etc/selinux/config', mode: 0o644, text: 'SELINUX=disabled\nSELINUXTYPE=targeted\n' },
  {
    path: '/etc/pam.d/sshd',
    mode: 0o644,
    text: 'auth required pam_sepermit.so\nsession include password-auth\n',
  },
  {
    path: '/etc/pam.d/system-auth',
    mode: 0o644,
    text: 'auth required pam_env.so\nsession required pam_limits.so\n',
  },
  {
    path: '/etc/pam.d/password-auth',
    mode: 0o644,
    text: 'auth required pam_env.so\nsession required pam_limits.so\n',
  },
  { path: '/etc/pam.d/su', mode: 0o644, text: 'auth sufficient pam_rootok.so\n' },
  { path: '/etc/login.defs', mode: 0o644, text: 'PASS_MAX_DAYS\t99999\nUMASK\t022\n' },
  { path: '/etc/logrotate.conf', mode: 0o644, text: 'weekly\nrotate 4\ninclude /etc/logrotate.d\n' },
  { path: '/etc/rsyslog.conf', mode: 0o644, text: '# rsyslog configuration file\n' },
  {
    path: '/etc/chrony.conf',
    mode: 0o644,
    text: 'server ntp.cloud.aliyuncs.com minpoll 4 maxpoll 10 iburst\n',
  },
  { path: '/etc/crontab', mode: 0o644, text: 'SHELL=/bin/bash\n' },
  { path: '/etc/motd', mode: 0o644, text: '' },
  { path: '/etc/issue', mode: 0o644, text: 'Alibaba Cloud Linux 3\n' },
  { path: '/etc/rc.local', mode: 0o755, text: '#!/bin/bash\n' },
  { path: '/etc/default/grub', mode: 0o644, text: 'GRUB_TIMEOUT=5\nGRUB_CMDLINE_LINUX="console=ttyS0"\n' },
  { path: '/etc/cloud/cloud.cfg', mode: 0o644, text: 'disable_root: 0\n' },
  { path: '/var/log/messages', mode: 0o600, text: '' },
  { path: '/var/log/wtmp', mode: 0o664, text: '' },
  { path: '/etc/skel/.bashrc', mode: 0o644, text: bashrc },
  { path: '/root/.bashrc', mode: 0o644, text: bashrc },
];

/** Folders with other rights than 0755. */
export const baseFolders: Readonly<Record<string, number>> = {
  '/etc/profile.d': 0o755,
  '/etc/sudoers.d': 0o750,
  '/etc/security/limits.d': 0o755,
  '/etc/sysctl.d': 0o755,
  '/etc/modprobe.d': 0o755,
  '/etc/modules-load.d': 0o755,
  '/etc/logrotate.d': 0o755,
  '/etc/rsyslog.d': 0o755,
  '/etc/cron.daily': 0o755,
  '/etc/cron.hourly': 0o755,
  '/etc/cron.weekly': 0o755,
  '/etc/ssh/sshd_config.d': 0o755,
  '/etc/sysconfig/network-scripts': 0o755,
  '/etc/pki/rpm-gpg': 0o755,
  '/etc/ssl/certs': 0o755,
  '/etc/cloud/cloud.cfg.d': 0o755,
  '/etc/apt/apt.conf.d': 0o755,
  '/etc/systemd/journald.conf.d': 0o755,
  '/usr/lib/systemd/system': 0o755,
  '/usr/share/zoneinfo/Asia': 0o755,
  '/usr/local/src': 0o755,
  '/var/lib/cloud/instance': 0o755,
  '/var/www': 0o755,
  '/etc/systemd/system': 0o755,
  '/etc/yum.repos.d': 0o755,
  '/etc/apt/sources.list.d': 0o755,
  '/etc/cron.d': 0o755,
  '/root': 0o700,
  '/home': 0o755,
  '/tmp': 0o1777,
  '/var/tmp': 0o1777,
  '/var/log': 0o755,
  '/var/lib': 0o755,
  '/var/cache': 0o755,
  '/var/spool/cron': 0o755,
  '/opt': 0o755,
  '/srv': 0o755,
  '/mnt': 0o755,
  '/run': 0o755,
};
