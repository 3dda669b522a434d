import { expect, test } from '@jest/globals';
import { CookieJar } from '../../../../subgraphs/identity/login/cookie-jar.ts';

function answer(...cookies: string[]): Response {
  const headers = new Headers();
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { headers });
}

test('a cookie goes to its path and what is below it, and nowhere else', () => {
  const jar = new CookieJar();
  jar.store(answer('a=1; path=/oidc; httponly', 'b=2; path=/oidc/login/x', 'c=3'));
  expect(jar.header('http://h/oidc/login/x/EID')).toBe('a=1; b=2; c=3');
  expect(jar.header('http://h/oidc/login/xy')).toBe('a=1; c=3');
  expect(jar.header('http://h/oidcx')).toBe('c=3');
});

test('a cookie is replaced, and removed by an expiry in the past', () => {
  const jar = new CookieJar();
  jar.store(answer('a=1; path=/', 'b=x=y; path=/'));
  jar.store(answer('a=2; path=/', 'b=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT'));
  expect(jar.header('http://h/')).toBe('a=2');
});
