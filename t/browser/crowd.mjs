// People without a screen: cookies, forms and redirects over plain HTTP, for when there are too
// many of them for Chromium.

import assert from 'node:assert/strict';

const REDIRECTS_MAX = 8;

const unescaped = (text) => text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (entity, name) =>
  ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'");

// The hidden fields and the target of the form that has a button with that value.
function form(html, action) {
  const forms = html.match(/<form[^]*?<\/form>/g) ?? [];
  const found = forms.find((each) => each.includes(`value="${action}"`));
  assert.ok(found, `no form has a button "${action}":\n${html}`);
  const fields = new URLSearchParams({ action });
  const hidden = /<input type="hidden" name="(\w+)" value="([^"]*)"/g;
  for (const [, name, value] of found.matchAll(hidden))
    fields.set(name, unescaped(value));
  return { path: unescaped(found.match(/action="([^"]*)"/)[1]), fields };
}

export class Visitor {
  status = 0;
  html = '';
  #path = '';
  #cookies = new Map();

  goto(path) {
    return this.#ask(path);
  }

  path() {
    return this.#path;
  }

  text() {
    return unescaped(this.html.replace(/<[^>]*>/g, ' '));
  }

  has(action) {
    return this.html.includes(`name="action" value="${action}"`);
  }

  async press(action, more = {}) {
    const { path, fields } = form(this.html, action);
    for (const [name, value] of Object.entries(more)) fields.set(name, value);
    await this.#ask(path, fields);
  }

  // Follows redirects, as browsers do.
  async #ask(path, body = undefined) {
    let url = new URL(path, process.env.URL);
    for (let redirects = 0; ; ++redirects) {
      assert.ok(redirects < REDIRECTS_MAX, `too many redirects at ${url}`);
      const answer = await fetch(url, { ...this.#request(body), redirect: 'manual' });
      for (const line of answer.headers.getSetCookie()) this.#keep(line);
      const location = answer.headers.get('Location');
      this.status = answer.status;
      this.#path = url.pathname;
      this.html = await answer.text();
      if (!location || ![302, 303].includes(answer.status)) return;
      url = new URL(location, url);
      body = undefined;
    }
  }

  #request(body) {
    const headers = { Cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; ') };
    if (!body) return { headers };
    headers.Origin = process.env.URL;
    headers['Sec-Fetch-Site'] = 'same-origin';
    return { method: 'POST', headers, body };
  }

  #keep(line) {
    const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
    if (/max-age=0/i.test(line)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

// To the page that says that the password is set.
export async function validate(who) {
  const visitor = new Visitor();
  await visitor.goto('/auth/reset?for=validate');
  await visitor.press('send', { email: who.address });
  await visitor.press('verify', { code: await who.mailbox.nextCode() });
  await visitor.press('continue', { password: who.password, password_confirm: who.password });
  assert.match(visitor.html, /Your password is changed/, who.address);
}

// Into the portal.
export async function signIn(who) {
  const visitor = new Visitor();
  await visitor.goto('/auth/sign-in');
  await visitor.press('sign-in', { email: who.address, password: who.password });
  if (visitor.has('continue')) await visitor.press('continue');  // M1, M2
  await visitor.press('send', { email: who.address });
  await visitor.press('verify', { code: await who.mailbox.nextCode() });
  await visitor.press('continue');
  return visitor;
}

// Does `task` for all of them, `AT_ONCE` at a time.
const AT_ONCE = 6;
export async function forAll(people, task) {
  const waiting = [...people];
  const worker = async () => {
    for (let who; (who = waiting.shift());) await task(who);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
