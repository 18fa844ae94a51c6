// What the scripted week is made of: its companies and people, and the count of what they did.
//
// Nothing here asks the database: what happens is done by a browser or the tool, and is looked at
// through them.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as crowd from './crowd.mjs';
import { Mailbox, linkIn } from './inbox.mjs';
import { PASSWORD, fillSignUp, says, signIn } from './journey.mjs';
import { isIn, isOut } from './leaver.mjs';
import { doorwardctl, looked, tried } from './stack.mjs';

export const SETTINGS = `sign_up_open = no
bounce_address = bounce@portal.example
lock_on_mailbox_gone = yes
`;
export const COMPANIES = { harbour: 'Harbour Ltd', orchard: 'Orchard plc', mill: 'Mill & Sons' };
// Each has a part in the story. Of the crowd every so manieth has a browser.
const CAST = {
  harbour: {
    cora: 'Cora "Coco" O\'Hara, Dr', ada: 'Ada Admin', bob: 'Bob Baker', cy: 'Cy Gone',
    dee: 'Dee Lete', eli: 'Eli Key', fay: 'Fay Mailless',
  },
  orchard: { olga: 'Olga Öström', otto: 'Otto Pear' },
  mill: { mia: 'Mia Quist & Söhne', refused: 'Rex Unreached' },
};
const LETTER_SECONDS_MAX = 15;
const CROWD_PER_BROWSER = 25;
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

export const day = (offset) =>
  new Date(Date.now() + offset * DAY_MILLISECONDS).toISOString().slice(0, 10);

export class Week {
  people = {};    // the cast, by the first part of the address
  crowd = [];
  events = {};    // what the story did, by the name it has in the audit trail
  #chromium;
  begun = new Date().toISOString();

  constructor(chromium, size) {
    this.#chromium = chromium;
    for (const [slug, cast] of Object.entries(CAST))
      for (const [local, name] of Object.entries(cast))
        this.people[local] = person(`${local}@${slug}.example`, name, slug);
    const slugs = Object.keys(COMPANIES);
    for (let number = 0; number < size - Object.keys(this.people).length; ++number) {
      const slug = slugs[number % slugs.length];
      this.crowd.push({
        ...person(`person.${number}@${slug}.example`, `Person ${number}`, slug),
        hasBrowser: number % CROWD_PER_BROWSER === CROWD_PER_BROWSER - 1,
      });
    }
  }

  get everybody() {
    return [...Object.values(this.people), ...this.crowd];
  }

  crowdOf(slug) {
    return this.crowd.filter((who) => who.company === slug);
  }

  did(event, times = 1) {
    this.events[event] = (this.events[event] ?? 0) + times;
  }

  newTab = async () => (await this.#chromium.person()).tab();

  join(address, name, company) {
    return this.people[address.split('@')[0]] = person(address, name, company);
  }

  // Signs in, in a browser of their own.
  async signIn(who) {
    who.tab = await this.newTab();
    await signIn(who.tab, who);
    this.did('signed_in');
  }

  async signInAll(people) {
    await crowd.forAll(people, async (who) => {
      if (who.hasBrowser) return this.signIn(who);
      who.tab = await crowd.signIn(who);
      this.did('signed_in');
    });
  }

  async validate(who) {
    if (who.hasBrowser) {
      const tab = await this.newTab();
      await tab.goto('/auth/reset?for=validate');
      await this.setPassword(tab, who);
    } else {
      await crowd.validate(who);
    }
    this.did('password_changed');
  }

  // From the first page of a reset or a validation.
  async setPassword(tab, who) {
    await tab.type('Email Address', who.address);
    await tab.press('Send verification code');
    await tab.type('Verification code', await who.mailbox.nextCode());
    await tab.press('Verify code');
    await tab.type('New Password', who.password);
    await tab.type('Confirm New Password', who.password);
    await tab.press('Continue');
    await says(tab, 'Your password is changed');
  }

  // By the company's administrator, in whose tab it is.
  async invite(tab, address, name, company) {
    await tab.goto('/auth/company');
    await tab.type('Email Address', address);
    await tab.type('Name', name);
    await tab.press('Send invitation');
    await says(tab, 'The invitation is on its way.');
    this.did('invited');
    const who = this.join(address, name, company);
    const letter = await who.mailbox.nextLetter();
    assert.match(letter.subject, /invites you to/);
    who.invitation = linkIn(letter);
    return who;
  }

  async openPerson(tab, who) {
    await tab.goto('/auth/company');
    await tab.press(who.name);
    await says(tab, who.address);
  }

  async create(tab, who) {
    await fillSignUp(tab, who);
    await tab.press('Create');
    await says(tab, 'Your account is ready');
    this.did('account_created');
  }

  async deleteAccount(who) {
    await who.tab.goto('/auth/account/delete');
    await who.tab.type('Password', who.password);
    await who.tab.press('Send verification code');
    await who.tab.type('Verification code', await who.mailbox.nextCode());
    await who.tab.press('Verify code');
    await who.tab.press('Delete my account');
    await says(who.tab, 'Your account is deleted');
    this.did('account_deleted');
  }

  // The newest letter to that address, once the mailer is done with it.
  async lastLetter(address) {
    const deadline = Date.now() + LETTER_SECONDS_MAX * 1000;
    for (;;) {
      const letter = looked('mail', 'queue').find(({ recipient }) => recipient === address);
      if (!['queued', 'leased'].includes(letter.state)) return letter;
      if (Date.now() > deadline) throw new Error(`the letter to ${address} is ${letter.state}`);
      await setTimeout(50);
    }
  }

  async queueIsEmpty() {
    const waits = () => looked('mail', 'queue', '--all')
      .some(({ state }) => ['queued', 'leased'].includes(state));
    const deadline = Date.now() + LETTER_SECONDS_MAX * 1000;
    while (waits() && Date.now() < deadline) await setTimeout(50);
  }

  allAreIn(people) {
    return crowd.forAll(people, async ({ tab, name, address }) => {
      assert.ok(await isIn(tab), `${address} is in`);
      assert.ok((await tab.text()).includes(name), `${address} sees ${name}`);
    });
  }

  // From that moment on, or within a second of it.
  allAreOut(people, left = Date.now()) {
    return crowd.forAll(people, ({ tab }) => isOut(tab, left));
  }

  // To another address, with the same mailbox behind it.
  move(who, domain) {
    who.address = who.address.replace(/@.*/, `@${domain}`);
    who.mailbox = new Mailbox(who.address);
  }

  // { status, sums } of an import of those people.
  import(people, ...words) {
    const file = join(process.env.STACK_DIR, 'people.csv');
    const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
    writeFileSync(file, ['email,name,groups',
      ...people.map(({ address, name }) => `${address},${quoted(name)},readers`), ''].join('\n'));
    const { status, stdout } = tried(['account', 'import', file, '--json', ...words]);
    return { status, sums: JSON.parse(stdout) };
  }

  seconds = () => Math.round((Date.now() - new Date(this.begun)) / 1000);
}

const person = (address, name, company) =>
  ({ address, name, company, password: PASSWORD, mailbox: new Mailbox(address), hasBrowser: true });

export function addCompany(slug, ...words) {
  doorwardctl('company', 'add', slug, '--name', COMPANIES[slug], '--from', '2020-01-01',
    '--until', day(365), '--contact', `licensing@${slug}.example`, '--domain', `${slug}.example`,
    ...words);
}

export const explains = (address, cause) =>
  assert.equal(looked('account', 'explain', address).cause, cause, address);
