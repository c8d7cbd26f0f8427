import { expect, test } from 'vitest';
import { foreignTo } from '../../src/wire/foreign-request.ts';

test.each([
  [{ host: '127.0.0.1:8080' }],
  [{ host: 'localhost:8080' }],
  [{ host: '[::1]:8080' }],
  [{ host: '100.100.100.200' }],
  [{ host: 'ecs.cn-hangzhou.aliyuncs.com' }],
  [{ host: '127.0.0.1:8080', 'sec-fetch-site': 'none' }],
  [{}],
])('a program of this machine is served: %j', (headers) => {
  expect(foreignTo(headers)).toBeUndefined();
});

test.each([
  [{ host: 'rebound.example:8080' }, 'it is for rebound.example'],
  [{ host: 'aliyuncs.com.evil.example' }, 'it is for aliyuncs.com.evil.example'],
  [
    { host: '127.0.0.1:8080', origin: 'https://evil.example' },
    'it comes from a web page of https://evil.example',
  ],
  [{ host: '127.0.0.1:8080', origin: 'null' }, 'it comes from a web page of null'],
  [{ host: '127.0.0.1:8080', 'sec-fetch-site': 'cross-site' }, 'it comes from another web site'],
  [{ host: '127.0.0.1:8080', 'sec-fetch-site': 'same-site' }, 'it comes from another web site'],
])('what a web page sends is not: %j', (headers, why) => {
  expect(foreignTo(headers)).toBe(why);
});
