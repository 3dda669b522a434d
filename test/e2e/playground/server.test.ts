import { describe, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import fastifyHelmet from '@fastify/helmet';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { ACCOUNT_QUERY, register } from './gateway.ts';

const ISSUER = 'https://login.example/realms/citizens';

async function server(issuer?: string): Promise<FastifyInstance> {
  const fastify = Fastify();
  await fastify.register(fastifyHelmet);
  await register(fastify, issuer);
  fastify.get('/other', async () => ({ ok: true }));
  return fastify;
}

describe('the playground on the gateway', () => {
  test('serves the page at / with a policy that names only itself and the issuer', async () => {
    const response = await (await server(ISSUER)).inject('/');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toContain('text/html');
    expect(response.body).toContain('<title>Amtgraph</title>');
    const policy = String(response.headers['content-security-policy']).split('; ');
    expect(policy).toContain("connect-src 'self' https://login.example");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.headers['referrer-policy']).toBe('no-referrer');
  });

  test('names no other origin when there is no issuer', async () => {
    const response = await (await server()).inject('/');
    expect(String(response.headers['content-security-policy']).split('; ')).toContain("connect-src 'self'");
    expect((await (await server()).inject('/playground.json')).json()).not.toHaveProperty('issuer');
  });

  test('gives the page its settings', async () => {
    const response = await (await server(ISSUER)).inject('/playground.json');
    expect(response.json()).toEqual({
      endpoint: '/graphql',
      issuer: ISSUER,
      clientId: 'amtgraph-playground',
      scopes: ['openid', 'account:read'],
      operations: [
        { name: 'Account', document: ACCOUNT_QUERY },
        { name: 'Greeting', document: expect.stringContaining('greeting') },
      ],
    });
  });

  test('lets a browser keep hashed files for good, compressed when it takes that, and the page itself never', async () => {
    const fastify = await server();
    const page = await fastify.inject('/');
    expect(page.headers['cache-control']).toBe('no-cache');
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page.body)?.[1] ?? '';
    const response = await fastify.inject({ url: script, headers: { 'accept-encoding': 'br' } });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toContain('javascript');
    expect(response.headers['content-encoding']).toBe('br');
    expect(response.headers['cache-control']).toContain('immutable');
    const plain = await fastify.inject(script);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.rawPayload.length).toBeGreaterThan(response.rawPayload.length);
  });

  test.each([
    '/../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/%2e%2e%2fpackage.json',
    '/assets/',
    '/nothing',
  ])('answers %s with 404', async (url) => {
    expect((await (await server()).inject(url)).statusCode).toBe(404);
  });

  test('leaves the headers of other routes alone', async () => {
    const response = await (await server(ISSUER)).inject('/other');
    expect(String(response.headers['content-security-policy'])).not.toContain('login.example');
  });

  test('refuses to start without a built page, and says what to do', async () => {
    await expect(register(Fastify(), undefined, tmpdir())).rejects.toThrow(/Run "npm run build" first/);
  });

  test.each(['login.example', 'javascript:alert(1)', ''])('refuses the issuer "%s"', async (issuer) => {
    await expect(register(Fastify(), issuer)).rejects.toThrow(/must be an http\(s\) address/);
  });
});
