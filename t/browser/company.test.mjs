// A company's administrator: sees its people, invites, removes, lets back in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import { isAt, isSignedIn, says, saysNot, signIn, signUp, visitor } from './journey.mjs';
import { look } from './look.mjs';
import { sql } from './stack.mjs';

let chromium;
before(async () => { chromium = await Chromium.launch(); });
after(() => chromium.close());

async function signedIn(who) {
  const tab = await (await chromium.person()).tab();
  await signUp(tab, who);
  await signIn(tab, who);
  return tab;
}

async function administrator(who) {
  const tab = await signedIn(who);
  sql(`UPDATE account SET role = 'company_admin' WHERE email = '${who.address}'`);
  return tab;
}

test('who is removed is out at the next click, and in again when let back in', async () => {
  const [ada, ben] = [visitor('Ada Admin'), visitor('Ben Okoro')];
  const [office, desk] = [await administrator(ada), await signedIn(ben)];
  await office.goto('/auth/account');
  await office.press('People of Example Licensing Ltd');
  await says(office, ben.address);
  await look(office, 'company');
  await office.goto(`/auth/company/person?id=${sql(
    `SELECT LOWER(HEX(id)) FROM account WHERE email = '${ben.address}'`)}`);
  await says(office, 'Signed in');
  await look(office, 'company-person');

  await office.click('Remove from Example Licensing Ltd');
  await look(office, 'company-person-sure');
  await office.press('Yes, remove Ben Okoro');
  await says(office, 'It holds from now on.');
  await look(office, 'company-person-removed');
  const deadline = Date.now() + 1000;
  do await desk.goto('/members/');
  while (await desk.path() === '/members/' && Date.now() < deadline);
  await isAt(desk, '/auth/sign-in');

  await office.press('Let back in');
  await says(office, 'Remove from Example Licensing Ltd');
  await signIn(desk, ben);
});

test('an invited colleague follows the letter and is in', async () => {
  const [ada, eve] = [visitor('Ada Admin'), visitor('Eve Larsen')];
  const office = await administrator(ada);
  await office.goto('/auth/company');
  await office.type('Email Address', 'eve@elsewhere.example');
  await office.type('Name', eve.name);
  await office.press('Send invitation');
  assert.equal(office.status, 422);
  await look(office, 'company-invite-refused');
  await office.type('Email Address', eve.address);
  await office.press('Send invitation');
  await says(office, 'The invitation is on its way.');
  await look(office, 'company-invited');

  const letter = await eve.mailbox.nextLetter();
  assert.match(letter.subject, /^Ada Admin invites you to /);
  const [link] = letter.text.match(/http\S+\/auth\/sign-up\S*/);
  const tab = await (await chromium.person()).tab();
  await tab.goto(new URL(link).pathname + new URL(link).search);
  await tab.type('Email Address', eve.address);
  await tab.press('Send verification code');
  await tab.type('Verification code', await eve.mailbox.nextCode());
  await tab.press('Verify code');
  assert.equal(await tab.value('Your name'), eve.name);
  await tab.type('New Password', eve.password);
  await tab.type('Confirm New Password', eve.password);
  await tab.press('Create');
  await signIn(tab, eve);
  await isSignedIn(tab, eve);
  await office.goto('/auth/company');
  await says(office, eve.address);
  await saysNot(office, 'Withdraw');
});
