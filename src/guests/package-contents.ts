/** What of a package scripts look at afterwards: folders, settings and the names of its programs. */
export interface PackageContents {
  readonly folders: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly commands: readonly string[];
}

const page =
  '<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>\n';
const none: PackageContents = { folders: [], files: {}, commands: [] };

const nginx: PackageContents = {
  folders: [
    '/etc/nginx/conf.d',
    '/etc/nginx/sites-available',
    '/etc/nginx/sites-enabled',
    '/var/log/nginx',
    '/var/www/html',
  ],
  files: {
    '/etc/nginx/nginx.conf': 'user nginx;\nhttp {\n    include /etc/nginx/conf.d/*.conf;\n}\n',
    '/etc/nginx/mime.types': 'types {\n    text/html html;\n}\n',
    '/etc/nginx/sites-available/default': 'server {\n    listen 80 default_server;\n}\n',
    '/etc/nginx/sites-enabled/default': 'server {\n    listen 80 default_server;\n}\n',
    '/usr/share/nginx/html/index.html': page,
    '/etc/logrotate.d/nginx': '/var/log/nginx/*.log {\n}\n',
  },
  commands: ['nginx'],
};

const httpd: PackageContents = {
  folders: [
    '/etc/httpd/conf.d',
    '/etc/apache2/sites-available',
    '/etc/apache2/sites-enabled',
    '/etc/apache2/conf-available',
  ],
  files: {
    '/etc/httpd/conf/httpd.conf': 'Listen 80\n',
    '/etc/apache2/apache2.conf': '# apache2.conf\n',
    '/etc/apache2/ports.conf': 'Listen 80\n',
    '/var/www/html/index.html': page,
  },
  commands: ['httpd', 'apachectl', 'a2enmod', 'a2dismod', 'a2ensite', 'a2dissite', 'apache2ctl'],
};

const docker: PackageContents = {
  folders: ['/etc/docker', '/var/lib/docker', '/etc/containerd'],
  files: { '/etc/containerd/config.toml': 'disabled_plugins = ["cri"]\n' },
  commands: ['docker', 'containerd', 'ctr'],
};

const settings = (
  files: Readonly<Record<string, string>>,
  ...commands: readonly string[]
): PackageContents => ({ ...none, files, commands });

/** By what the name of a package is; the first pattern that fits. */
const known: readonly (readonly [RegExp, PackageContents])[] = [
  [/^nginx/, nginx],
  [/^(httpd|apache2)/, httpd],
  [/^(docker|docker-ce|docker\.io|docker-engine|containerd(\.io)?)$/, docker],
  [
    /^(mysql|mariadb|percona)[\w-]*server/,
    settings({ '/etc/my.cnf': '[mysqld]\n' }, 'mysql', 'mysqld', 'mysqladmin'),
  ],
  [/^postgresql/, settings({}, 'psql', 'pg_ctl', 'postgresql-setup')],
  [
    /^redis/,
    settings(
      { '/etc/redis.conf': 'bind 127.0.0.1\n', '/etc/redis/redis.conf': 'bind 127.0.0.1\n' },
      'redis-server',
      'redis-cli',
    ),
  ],
  [/^php/, settings({ '/etc/php.ini': '[PHP]\n', '/etc/php-fpm.d/www.conf': '[www]\n' }, 'php', 'php-fpm')],
  [/^nodejs/, settings({}, 'node', 'npm', 'npx')],
  [/^(java|openjdk|default-jdk|default-jre)/, settings({}, 'java', 'javac', 'keytool')],
  [/^(python3?-pip|python3-venv)/, settings({}, 'pip', 'pip3')],
  [/^ansible/, settings({ '/etc/ansible/ansible.cfg': '[defaults]\n' }, 'ansible', 'ansible-playbook')],
  [/^golang/, settings({}, 'go')],
  [/^haproxy/, settings({ '/etc/haproxy/haproxy.cfg': 'global\n' }, 'haproxy')],
  [/^keepalived/, settings({ '/etc/keepalived/keepalived.conf': 'global_defs {\n}\n' }, 'keepalived')],
  [
    /^supervisor/,
    settings(
      { '/etc/supervisord.conf': '[supervisord]\n', '/etc/supervisor/supervisord.conf': '[supervisord]\n' },
      'supervisorctl',
      'supervisord',
    ),
  ],
  [/^fail2ban/, settings({ '/etc/fail2ban/jail.conf': '[DEFAULT]\n' }, 'fail2ban-client')],
  [/^squid/, settings({ '/etc/squid/squid.conf': 'http_port 3128\n' }, 'squid')],
  [
    /^(kubelet|kubeadm|kubectl)/,
    settings(
      { '/etc/sysconfig/kubelet': 'KUBELET_EXTRA_ARGS=\n' },
      'kubelet',
      'kubeadm',
      'kubectl',
      'crictl',
    ),
  ],
  [/^rabbitmq/, settings({}, 'rabbitmqctl', 'rabbitmq-plugins')],
  [/^yum-utils|^dnf-utils/, settings({}, 'repoquery', 'yumdownloader')],
  [/^(net-tools|iproute|procps|coreutils|util-linux|bash|curl|wget|tar|gzip|sed|openssl|jq|sudo)/, none],
];

/** Of a package that nobody knows: a program of its name. */
export function contentsOf(name: string): PackageContents {
  const plain = name
    .replace(/[=:].*$/, '')
    .replace(/-\d.*$/, '')
    .replace(/\.(x86_64|noarch|aarch64|rpm|deb)$/, '');
  const found = known.find(([pattern]) => pattern.test(plain));
  if (found !== undefined) return found[1];
  return /^[a-z][a-z0-9_-]{1,30}$/.test(plain) ? { ...none, commands: [plain] } : none;
}
