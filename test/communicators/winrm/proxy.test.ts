import { expect, it } from 'vitest';
import { proxyFor } from '../../../src/communicators/winrm/proxy.ts';

const guest = { host: '10.1.2.3', port: 5985, https: false };
const HTTP_PROXY = 'http://proxy:3128';

it.each([
  ['no proxy in the environment', guest, {}, undefined],
  ['HTTP_PROXY', guest, { HTTP_PROXY }, HTTP_PROXY],
  ['its small letters', guest, { http_proxy: 'proxy:3128' }, HTTP_PROXY],
  ['HTTPS_PROXY alone', guest, { HTTPS_PROXY: HTTP_PROXY }, undefined],
  ['HTTPS_PROXY with TLS', { ...guest, https: true }, { HTTPS_PROXY: HTTP_PROXY }, HTTP_PROXY],
  ['this machine', { ...guest, host: '127.1.1.1' }, { HTTP_PROXY }, undefined],
  ['NO_PROXY with the address', guest, { HTTP_PROXY, NO_PROXY: 'a.b,10.1.2.3' }, undefined],
  ['NO_PROXY with address and port', guest, { HTTP_PROXY, NO_PROXY: '10.1.2.3:5985' }, undefined],
  ['NO_PROXY with another port', guest, { HTTP_PROXY, NO_PROXY: '10.1.2.3:22' }, HTTP_PROXY],
  ['NO_PROXY with a network', guest, { HTTP_PROXY, NO_PROXY: '10.0.0.0/8' }, undefined],
  ['NO_PROXY with another network', guest, { HTTP_PROXY, NO_PROXY: '10.2.0.0/16' }, HTTP_PROXY],
  ['NO_PROXY with a domain', { ...guest, host: 'win.corp' }, { HTTP_PROXY, NO_PROXY: '.corp' }, undefined],
  ['NO_PROXY with everything', guest, { HTTP_PROXY, NO_PROXY: '*' }, undefined],
])('%s', (_, where, env, proxy) => {
  expect(proxyFor(where, env)).toBe(proxy);
});
