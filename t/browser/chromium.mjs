// A small driver for Chromium: the DevTools protocol over a pipe, no packages.
//
//   const chromium = await Chromium.launch();
//   const person = await chromium.person({ javascript: false });   // cookies of their own
//   const tab = await person.tab();
//   await tab.goto('/auth/sign-in');
//   await tab.type('Email Address', 'mia@example.com');
//   await tab.press('Sign in');          // returns when the next page has loaded
//
// Nothing here sleeps: each wait is for an event, and fails after a deadline.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tab } from './tab.mjs';

const PROGRAM = process.env.CHROMIUM || '/usr/bin/chromium';
const LAUNCH_SECONDS_MAX = 30;
const ANSWER_SECONDS_MAX = 20;
const END_SECONDS_MAX = 10;
const STDERR_BYTES_KEPT = 4000;

const FLAGS = [
  '--headless=new', '--remote-debugging-pipe', '--disable-gpu', '--no-first-run',
  '--no-default-browser-check', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--disable-extensions', '--disable-dev-shm-usage', '--mute-audio',
  '--password-store=basic', '--force-color-profile=srgb',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication',
];

// What asks for another host anyway gets no answer, and is noted by the tab.
function resolverRules(hosts) {
  const ours = hosts.map((host) => `MAP ${host} 127.0.0.1`);
  return [...ours, 'MAP * ~NOTFOUND', 'EXCLUDE localhost', 'EXCLUDE 127.0.0.1'].join(' , ');
}

// Rejects with `complaint` when `promise` takes too long.
export function within(seconds, promise, complaint) {
  let timer;
  const deadline = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(complaint())), seconds * 1000);
  });
  return Promise.race([promise, deadline]).finally(() => clearTimeout(timer));
}

export class Chromium {
  hosts;  // whom a page may ask
  #process;
  #profile;
  #calls = new Map();
  #listeners = new Map();
  #next = 1;
  #unread = [];
  #stderr = '';
  #gone;

  // `hosts`: further names of this machine; `trustedKey`: the hash of a TLS key to believe (base64).
  static async launch({ hosts = [], trustedKey = '' } = {}) {
    const chromium = new Chromium(hosts, trustedKey);
    await within(LAUNCH_SECONDS_MAX, chromium.call('Browser.getVersion'),
      () => `Chromium does not answer:\n${chromium.#stderr}`);
    return chromium;
  }

  constructor(hosts, trustedKey) {
    this.hosts = new Set(['localhost', ...hosts]);
    this.#profile = mkdtempSync(join(tmpdir(), 'doorward-chromium-'));
    const flags = [...FLAGS, `--user-data-dir=${this.#profile}`,
      `--host-resolver-rules=${resolverRules(hosts)}`];
    if (trustedKey) flags.push(`--ignore-certificate-errors-spki-list=${trustedKey}`);
    if (process.getuid() === 0) flags.push('--no-sandbox');
    this.#process = spawn(PROGRAM, flags, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
    this.#process.stderr.on('data', (data) => {
      this.#stderr = (this.#stderr + data).slice(-STDERR_BYTES_KEPT);
    });
    this.#process.stdio[3].on('error', () => {});  // the end is noticed below
    this.#process.stdio[4].on('data', (data) => this.#read(data));
    this.#gone = new Promise((resolve) => this.#process.on('close', resolve));
    this.#gone.then(() => this.#fail(new Error(`Chromium ended:\n${this.#stderr}`)));
    this.#process.on('error', (error) => this.#fail(error));
  }

  // One command of the protocol; `session` is a tab's.
  call(method, parameters = {}, session = undefined) {
    const id = this.#next++;
    const message = JSON.stringify({ id, method, params: parameters, sessionId: session });
    const answer = new Promise((resolve, reject) => {
      this.#calls.set(id, { method, resolve, reject });
      this.#process.stdio[3].write(`${message}\0`);
    });
    return within(ANSWER_SECONDS_MAX, answer, () => `no answer to ${method}`);
  }

  // `listener(method, parameters)` hears all events of one tab's session.
  listen(session, listener) {
    this.#listeners.set(session, listener);
  }

  // A private window: nobody else's cookies.
  async person({ javascript = true, dark = false } = {}) {
    const { browserContextId } =
      await this.call('Target.createBrowserContext', { disposeOnDetach: true });
    return new Person(this, browserContextId, { javascript, dark });
  }

  async close() {
    await this.call('Browser.close').catch(() => {});
    await within(END_SECONDS_MAX, this.#gone, () => '').catch(() => this.#process.kill('SIGKILL'));
    await this.#gone;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #read(data) {
    let end;
    while ((end = data.indexOf(0)) >= 0) {
      const message = Buffer.concat([...this.#unread, data.subarray(0, end)]);
      this.#unread = [];
      data = data.subarray(end + 1);
      this.#receive(JSON.parse(message));
    }
    this.#unread.push(data);
  }

  #receive({ id, method, params, result, error, sessionId }) {
    if (!id) return this.#listeners.get(sessionId)?.(method, params);
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (error) call?.reject(new Error(`${call.method}: ${error.message}`));
    else call?.resolve(result);
  }

  #fail(error) {
    for (const call of this.#calls.values()) call.reject(error);
    this.#calls.clear();
  }
}

export class Person {
  #chromium;
  #context;
  #options;

  constructor(chromium, context, options) {
    this.#chromium = chromium;
    this.#context = context;
    this.#options = options;
  }

  async tab() {
    const { targetId } = await this.#chromium.call('Target.createTarget',
      { url: 'about:blank', browserContextId: this.#context });
    const { sessionId } =
      await this.#chromium.call('Target.attachToTarget', { targetId, flatten: true });
    const tab = new Tab(this.#chromium, targetId, sessionId);
    await tab.open(this.#options);
    return tab;
  }

  // { name: value } of all cookies that this browser holds.
  async cookies() {
    const { cookies } =
      await this.#chromium.call('Storage.getCookies', { browserContextId: this.#context });
    return Object.fromEntries(cookies.map(({ name, value }) => [name, value]));
  }

  clearCookies() {
    return this.#chromium.call('Storage.clearCookies', { browserContextId: this.#context });
  }

  leave() {
    return this.#chromium.call('Target.disposeBrowserContext', { browserContextId: this.#context });
  }
}
