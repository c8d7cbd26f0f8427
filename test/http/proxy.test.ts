import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../src/http/proxy.ts';

const guest = 'http://10.1.2.3:5985';
const HTTP_PROXY = 'http://proxy:3128/';

describe('the proxy of a URL', () => {
  it.each<[string, string, Record<string, string>, string | undefined]>([
    ['no proxy in the environment', guest, {}, undefined],
    ['HTTP_PROXY', guest, { HTTP_PROXY }, HTTP_PROXY],
    ['its small letters', guest, { http_proxy: 'proxy:3128' }, HTTP_PROXY],
    ['HTTPS_PROXY alone', guest, { HTTPS_PROXY: HTTP_PROXY }, undefined],
    ['HTTPS_PROXY with TLS', 'https://10.1.2.3', { HTTPS_PROXY: HTTP_PROXY }, HTTP_PROXY],
    ['HTTP_PROXY alone with TLS', 'https://10.1.2.3', { HTTP_PROXY }, undefined],
    ['a SOCKS proxy', guest, { HTTP_PROXY: 'socks5://proxy:1080' }, 'socks5://proxy:1080'],
    ['this machine', 'http://127.1.1.1', { HTTP_PROXY }, undefined],
    ['this machine by IPv6', 'http://[::1]:80', { HTTP_PROXY }, undefined],
    ['this machine by name', 'http://x.localhost', { HTTP_PROXY }, undefined],
    ['NO_PROXY with the address', guest, { HTTP_PROXY, NO_PROXY: 'a.b,10.1.2.3' }, undefined],
    ['NO_PROXY in small letters', guest, { HTTP_PROXY, no_proxy: 'a.b 10.1.2.3' }, undefined],
    ['NO_PROXY with address and port', guest, { HTTP_PROXY, NO_PROXY: '10.1.2.3:5985' }, undefined],
    ['NO_PROXY with another port', guest, { HTTP_PROXY, NO_PROXY: '10.1.2.3:22' }, HTTP_PROXY],
    ['NO_PROXY with the port of the protocol', 'http://a.b', { HTTP_PROXY, NO_PROXY: 'a.b:80' }, undefined],
    ['NO_PROXY with a network', guest, { HTTP_PROXY, NO_PROXY: '10.0.0.0/8' }, undefined],
    ['NO_PROXY with another network', guest, { HTTP_PROXY, NO_PROXY: '10.2.0.0/16' }, HTTP_PROXY],
    ['NO_PROXY with an IPv6 network', 'http://[fd00::1]', { HTTP_PROXY, NO_PROXY: 'fd00::/8' }, undefined],
    ['NO_PROXY with an IPv6 address', 'http://[fd00::1]', { HTTP_PROXY, NO_PROXY: 'fd00::1' }, undefined],
    [
      'NO_PROXY with an IPv6 address and port',
      ...(['http://[fd00::1]:80', { HTTP_PROXY, NO_PROXY: '[fd00::1]:80' }, undefined] as const),
    ],
    ['NO_PROXY with no network at all', guest, { HTTP_PROXY, NO_PROXY: '10.0.0.0/x,/8,a/8' }, HTTP_PROXY],
    ['NO_PROXY with a name', 'http://ecs.corp', { HTTP_PROXY, NO_PROXY: 'ECS.corp' }, undefined],
    ['NO_PROXY with a name above', 'http://ecs.corp', { HTTP_PROXY, NO_PROXY: 'corp' }, undefined],
    ['NO_PROXY with a domain', 'http://ecs.corp', { HTTP_PROXY, NO_PROXY: '.corp' }, undefined],
    ['NO_PROXY with a domain and a star', 'http://ecs.corp', { HTTP_PROXY, NO_PROXY: '*.corp' }, undefined],
    ['NO_PROXY with what is below the name', 'http://corp', { HTTP_PROXY, NO_PROXY: '.corp' }, HTTP_PROXY],
    ['NO_PROXY with the end of a name', 'http://ecs.mycorp', { HTTP_PROXY, NO_PROXY: 'corp' }, HTTP_PROXY],
    ['NO_PROXY with everything', guest, { HTTP_PROXY, NO_PROXY: '*' }, undefined],
  ])('%s', (_, url, env, proxy) => {
    expect(proxyFor(new URL(url), env)?.href).toBe(proxy);
  });

  it.each([
    ['http://u:secret@', 'http://'],
    ['ftp://u:secret@proxy', 'ftp://proxy'],
    ['u:secret@pro xy:1', 'pro xy:1'],
  ])('that is no address is refused without its password: %s', (value, shown) => {
    expect(() => proxyFor(new URL('https://ecs.corp'), { HTTPS_PROXY: value })).toThrow(
      `HTTPS_PROXY is "${shown}", which is not the address of a proxy.`,
    );
  });
});
