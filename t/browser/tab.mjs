// One tab of a browser (see chromium.mjs): goes, types, presses, looks.
//
// It also keeps `problems`: what a page must never cause. Those are messages on the console, broken
// rules of the Content-Security-Policy, and requests to another host than ours.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { within } from './chromium.mjs';

const LOAD_SECONDS_MAX = 15;
const HEIGHT = 800;
const WEBP_QUALITY = 45;
// Issues that Chromium reports of pages in general, on its own taste.
const TOLERATED_ISSUES = new Set(['CookieDeprecationMetadataIssue', 'LazyLoadImageIssue']);

// What is heard of each event, by its name.
const HEARD = {};

export class Tab {
  problems = [];
  status = 0;      // of the page that is shown
  hears;           // a test's own function of each event (method, parameters)
  #chromium;
  #target;
  #session;
  #frame;
  #javascript;
  #started = 0;          // navigations, ever
  #loaded = 0;           // those that ended in a page
  #loading = new Map();  // those under way: loader -> URL
  #wakers = new Set();

  constructor(chromium, target, session) {
    this.#chromium = chromium;
    this.#target = target;
    this.#session = session;
    this.#frame = target;  // the protocol names a tab's main frame like the tab
    chromium.listen(session, (method, parameters) => this.#hear(method, parameters));
  }

  async open({ javascript, dark }) {
    this.#javascript = javascript;
    for (const domain of ['Page', 'Network', 'Runtime', 'Log', 'Audits', 'DOM'])
      await this.call(`${domain}.enable`);
    await this.call('Page.setLifecycleEventsEnabled', { enabled: true });
    await this.call('Emulation.setScriptExecutionDisabled', { value: !javascript });
    await this.show({ width: 1280, dark });
  }

  call(method, parameters = {}) {
    return this.#chromium.call(method, parameters, this.#session);
  }

  // Going

  goto(path) {
    const url = new URL(path, process.env.URL).href;
    return this.navigates(() => this.call('Page.navigate', { url }), `goto ${path}`);
  }

  reload() {
    return this.navigates(() => this.call('Page.reload'), 'reload');
  }

  // The browser's back button.
  async back() {
    const { currentIndex, entries } = await this.call('Page.getNavigationHistory');
    const entryId = entries[currentIndex - 1].id;
    await this.navigates(() => this.call('Page.navigateToHistoryEntry', { entryId }), 'back');
  }

  // Does `action` and returns when what it led to has loaded, and nothing else is under way.
  async navigates(action, name) {
    const [started, loaded] = [this.#started, this.#loaded];
    await action();
    // A navigation that the next one replaces starts, but does not load.
    await this.#until(() => this.#started > started && this.#loaded > loaded &&
      this.#loading.size === 0, LOAD_SECONDS_MAX,
      () => `${name}: no page came; we are at ${[...this.#loading.values()]}`);
  }

  // Typing and pressing

  // Replaces what the field with that label holds.
  async type(label, text) {
    const field = await this.#field(label);
    await field.do('function() { this.focus(); this.select(); }');
    if (text) await this.call('Input.insertText', { text });
    else await this.key('Backspace');
  }

  // Presses the button or link with that text; a page follows.
  press(text) {
    return this.navigates(() => this.click(text), `press "${text}"`);
  }

  // The same where no page follows.
  async click(text) {
    await this.#clickAt(await this.#place(text), 1);
  }

  // A double click: the second one comes when what the first one sent is under way.
  doublePress(text) {
    return this.navigates(async () => {
      const place = await this.#place(text);
      const before = this.#started;
      await this.#clickAt(place, 1);
      await this.#until(() => this.#started > before, LOAD_SECONDS_MAX, () => `${text}: no page`);
      await this.#clickAt(place, 2);
    }, `press "${text}" twice`);
  }

  // The page puts the focus somewhere by itself, a moment after it has loaded.
  async focused() {
    const deadline = Date.now() + LOAD_SECONDS_MAX * 1000;
    while (await this.evaluate('document.activeElement === document.body')) {
      if (Date.now() > deadline) throw new Error(`nothing has the focus at ${await this.path()}`);
      await setTimeout(10);
    }
  }

  async enter() {
    await this.focused();
    return this.navigates(() => this.key('Enter', '\r'), 'Enter');
  }

  async key(key, text = undefined) {
    const code = { Enter: 13, Tab: 9, Backspace: 8 }[key];
    const event = { key, code: key, windowsVirtualKeyCode: code, text };
    await this.call('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', ...event });
    await this.call('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  // Looking

  // Works with the page's scripts off, too, but for what waits in the page.
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.call('Runtime.evaluate',
      { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  // What a test itself runs in the page may wait there.
  async withScripts(action) {
    await this.call('Emulation.setScriptExecutionDisabled', { value: false });
    try {
      return await action();
    } finally {
      await this.call('Emulation.setScriptExecutionDisabled', { value: !this.#javascript });
    }
  }

  text() {
    return this.evaluate('document.body.innerText');
  }

  path() {
    return this.evaluate('location.pathname + location.search');
  }

  url() {
    return this.evaluate('location.href');
  }

  async value(label) {
    return (await this.#field(label)).do('function() { return this.value; }');
  }

  async has(label) {
    return (await this.#find(LABELLED, label)) !== null;
  }

  async disabled(label) {
    return (await this.#field(label)).do("function() { return this.matches(':disabled'); }");
  }

  // The texts of all buttons that can be seen.
  buttons() {
    return this.evaluate(
      "[...document.querySelectorAll('button')].filter(b => b.checkVisibility())" +
      '.map(b => b.innerText.trim())');
  }

  async show({ width, dark = false, forcedColours = false }) {
    await this.call('Emulation.setDeviceMetricsOverride',
      { width, height: HEIGHT, deviceScaleFactor: 1, mobile: false });
    await this.call('Emulation.setEmulatedMedia',
      { features: [
        { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
        { name: 'forced-colors', value: forcedColours ? 'active' : 'none' },
      ] });
  }

  // The whole page, as wide as it is shown, or `place` of it. The name says the format.
  async screenshot(file, place = undefined) {
    const { cssContentSize } = await this.call('Page.getLayoutMetrics');
    const clip = { ...(place ?? { ...cssContentSize, x: 0, y: 0 }), scale: 1 };
    const format = file.endsWith('.webp') ? { format: 'webp', quality: WEBP_QUALITY } : {};
    const { data } =
      await this.call('Page.captureScreenshot', { clip, captureBeyondViewport: true, ...format });
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, Buffer.from(data, 'base64'));
  }

  close() {
    return this.#chromium.call('Target.closeTarget', { targetId: this.#target });
  }

  // How it works

  async #field(label) {
    const field = await this.#find(LABELLED, label);
    if (!field) throw new Error(`no field is labelled "${label}" at ${await this.path()}`);
    return field;
  }

  async #place(text) {
    const found = await this.#find(PRESSABLE, text);
    if (!found)
      throw new Error(`nothing to press says "${text}" at ${await this.path()}:\n${await this.text()}`);
    return found.do(`function() {
      this.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = this.getClientRects()[0];
      return { x: left + width / 2, y: top + height / 2 };
    }`);
  }

  // What the function `finder(text)` finds in the page, as something to do things with.
  async #find(finder, text) {
    const { result, exceptionDetails } = await this.call('Runtime.evaluate',
      { expression: `(${finder})(${JSON.stringify(text)})` });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    if (!result.objectId) return null;
    return {
      do: async (functionDeclaration) => (await this.call('Runtime.callFunctionOn',
        { functionDeclaration, objectId: result.objectId, returnByValue: true })).result.value,
    };
  }

  async #clickAt(place, clickCount) {
    for (const type of ['mousePressed', 'mouseReleased'])
      await this.call('Input.dispatchMouseEvent', { type, ...place, clickCount, button: 'left' });
  }

  #until(condition, seconds, complaint) {
    let waker;
    const done = new Promise((resolve) => {
      waker = () => condition() && resolve();
      this.#wakers.add(waker);
      waker();
    });
    return within(seconds, done, complaint).finally(() => this.#wakers.delete(waker));
  }

  #hear(method, event) {
    this.hears?.(method, event);
    HEARD[method]?.(this, event);
    for (const waker of [...this.#wakers]) waker();
  }

  static {
    HEARD['Network.requestWillBeSent'] = (tab, { requestId, loaderId, type, frameId, request }) => {
      const { protocol, hostname } = new URL(request.url);
      if (protocol !== 'data:' && !tab.#chromium.hosts.has(hostname))
        tab.problems.push(`a request to ${request.url}`);
      if (type !== 'Document' || frameId !== tab.#frame || tab.#loading.has(loaderId)) return;
      ++tab.#started;
      tab.#loading.clear();  // the newest wins
      tab.#loading.set(loaderId ?? requestId, request.url);
    };
    HEARD['Network.responseReceived'] = (tab, { type, frameId, response }) => {
      if (type === 'Document' && frameId === tab.#frame) tab.status = response.status;
    };
    HEARD['Network.loadingFailed'] = (tab, { requestId }) => tab.#loading.delete(requestId);
    HEARD['Page.lifecycleEvent'] = (tab, { name, loaderId }) => {
      if (name === 'load' && tab.#loading.delete(loaderId)) ++tab.#loaded;
    };
    HEARD['Page.frameNavigated'] = (tab, { type, frame }) => {
      if (type === 'BackForwardCacheRestore' && frame.id === tab.#frame) {
        ++tab.#started;
        ++tab.#loaded;
      }
    };
    HEARD['Runtime.exceptionThrown'] = (tab, { exceptionDetails }) =>
      tab.problems.push(`a script's exception: ${exceptionDetails.text}`);
    HEARD['Runtime.consoleAPICalled'] = (tab, { type, args }) =>
      tab.problems.push(`console.${type}: ${args.map((arg) => arg.value).join(' ')}`);
    HEARD['Log.entryAdded'] = (tab, { entry }) => {
      // Chromium notes each page with an error status. Those are ours, and on purpose.
      const refused = entry.source === 'network' && /status of (403|404|422|429|503)/.test(entry.text);
      const serious = ['warning', 'error'].includes(entry.level);
      if (serious && !refused) tab.problems.push(`the console says: ${entry.text} (${entry.url ?? ''})`);
    };
    HEARD['Audits.issueAdded'] = (tab, { issue }) => {
      if (!TOLERATED_ISSUES.has(issue.code))
        tab.problems.push(`an issue: ${issue.code} ${JSON.stringify(issue.details)}`);
    };
  }
}

// In the page: a field by the text of its label; a button or link by its own.
const LABELLED = `(label) => [...document.querySelectorAll('label')]
  .find((l) => l.innerText.trim() === label)?.control ?? null`;
const PRESSABLE = `(text) => [...document.querySelectorAll('button, summary, a[href]')]
  .find((e) => e.checkVisibility() && e.innerText.trim().toLowerCase() === text.toLowerCase()) ?? null`;
