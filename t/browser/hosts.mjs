// Two hosts under one parent domain, over TLS: the shipped examples in a stack's nginx.
//
// portal.example.test has the sign-in pages; files.example.test is guarded, and behind it is a small
// portal that shows the name it is told, the cookies it gets, and the two links of the menu.

import { execFileSync } from 'node:child_process';
import { X509Certificate, createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, createServer as createListener } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { otherStack, stack } from './stack.mjs';

export const NAMES = ['portal.example.test', 'files.example.test'];
const RELOAD_SECONDS_MAX = 10;

const settings = (portal, files) => `public_url = ${portal}
return_origins = ${files}
cookie_domain = example.test
`;

const server = (port, name, certificate, text) => `server {
  listen 127.0.0.1:${port} ssl http2;
  server_name ${name};
  ssl_certificate ${certificate}/certificate.pem;
  ssl_certificate_key ${certificate}/key.pem;
  ${text}
}
`;

// { portal, files: origins; trustedKey: for Chromium; down() }
export async function twoHosts() {
  const port = await freePort();
  const [portal, files] = NAMES.map((name) => `https://${name}:${port}`);
  const { down } = otherStack(settings(portal, files));
  const behind = createServer(answer);
  try {
    await once(behind.listen(0, '127.0.0.1'), 'listening');
    const nginx = join(process.env.STACK_DIR, 'nginx');
    const trustedKey = makeCertificate(nginx);
    const changed = (name) => readFileSync(join(nginx, 'examples', `${name}.conf`), 'utf8')
      .replaceAll('https://portal.example.com', portal)
      .replaceAll('https://files.example.com', files)
      .replaceAll('http://127.0.0.1:3000', `http://127.0.0.1:${behind.address().port}`);
    writeFileSync(join(nginx, 'servers.d', 'hosts.conf'),
      server(port, NAMES[0], nginx,
        `include snippets/doorward-server.conf;\n${changed('hosts-sign-in')}`) +
      server(port, NAMES[1], nginx, changed('hosts-guarded')));
    stack('signal', 'nginx', 'HUP');
    await answers(port);
    process.env.URL = portal;
    return { portal, files, trustedKey, down: () => { behind.close(); down(); } };
  } catch (error) {
    behind.close();
    down();
    throw error;
  }
}

const escaped = (text = '') =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

function answer({ headers, url }, response) {
  const name = Buffer.from(headers['remote-name'] ?? '', 'latin1').toString();
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Cache-Control', 'private, no-cache');
  response.end(`<!doctype html>
<html lang="en"><title>Files</title><link rel="icon" href="data:,">
<header><details class="doorward-menu"><summary>${escaped(name)}</summary>
<a href="/auth/account">Account</a> <a href="/auth/sign-out">Sign out</a></details></header>
<p id="path">${escaped(url)}</p><p id="cookie">${escaped(headers.cookie)}</p>`);
}

// A key of this run's own; its hash, as Chromium wants it.
function makeCertificate(folder) {
  const certificate = join(folder, 'certificate.pem');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
    '-nodes', '-days', '1', '-subj', `/CN=${NAMES[0]}`,
    '-addext', `subjectAltName=${NAMES.map((name) => `DNS:${name}`)}`,
    '-keyout', join(folder, 'key.pem'), '-out', certificate], { stdio: 'ignore' });
  const key = new X509Certificate(readFileSync(certificate)).publicKey;
  return createHash('sha256').update(key.export({ type: 'spki', format: 'der' })).digest('base64');
}

// Below the kernel's range for outgoing connections, so that it is still free when nginx takes it.
async function freePort() {
  for (;;) {
    const port = 20000 + Math.floor(Math.random() * 12000);
    const free = await new Promise((resolve) => {
      const listener = createListener().on('error', () => resolve(false))
        .listen(port, '127.0.0.1', () => listener.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

async function answers(port) {
  const deadline = Date.now() + RELOAD_SECONDS_MAX * 1000;
  for (;;) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.end());
    });
    if (open) return;
    if (Date.now() > deadline) throw new Error(`nginx does not listen on ${port}`);
    await setTimeout(20);
  }
}
