// A keyboard is enough: each step is one field or button that has the focus already, and Enter.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import { PASSWORD, askSignInCode, askSignUpCode, isSignedIn, says, signUp, visitor }
  from './journey.mjs';

let chromium;
before(async () => { chromium = await Chromium.launch(); });
after(() => chromium.close());

const newTab = async (javascript) => (await chromium.person({ javascript })).tab();
const types = async (tab, text) => {
  await tab.focused();
  await tab.call('Input.insertText', { text });
};

for (const javascript of [false, true]) {
  test(`Enter presses the primary button of each step, JavaScript ${javascript ? 'on' : 'off'}`,
    async () => {
      const tab = await newTab(javascript);
      const who = visitor('Kay Board');

      await tab.goto('/auth/sign-up?rd=%2Fmembers%2Fsupport%2F');
      await types(tab, who.address);
      await tab.enter();
      await types(tab, await who.mailbox.nextCode());
      await tab.enter();
      await types(tab, who.name);
      await tab.key('Tab');
      await types(tab, PASSWORD);
      await tab.key('Tab');
      await types(tab, PASSWORD);
      await tab.enter();
      await says(tab, 'Your account is ready');

      await types(tab, PASSWORD);  // the address is there already
      await tab.enter();
      await says(tab, 'Multifactor authentication');
      await tab.enter();
      await says(tab, 'Enter your email associated');
      await tab.enter();
      await types(tab, await who.mailbox.nextCode());
      await tab.enter();
      await says(tab, 'E-mail address verified');
      await tab.enter();
      await isSignedIn(tab, who);
      assert.equal(await tab.path(), '/members/support/');

      await tab.goto('/auth/sign-out');
      await tab.enter();
      await says(tab, 'You are signed out.');
    });
}

test('Enter on the first sign-in page, address then password', async () => {
  const tab = await newTab(false);
  await tab.goto('/auth/sign-in');
  await types(tab, 'nobody@example.com');
  await tab.key('Tab');
  await types(tab, PASSWORD);
  await tab.enter();
  await says(tab, "We can't find an account");
});

test('Enter in the code box verifies and sends no new code', async () => {
  const tab = await newTab(true);
  const who = visitor();
  await askSignUpCode(tab, who);
  await who.mailbox.nextCode();
  await types(tab, '000000');
  await tab.enter();
  await says(tab, 'That code is incorrect. Please try again. 4 tries are left.');
  assert.equal(who.mailbox.received, 1);
});

test('Enter resets a password', async () => {
  const tab = await newTab(false);
  const who = visitor('Rae Set');
  await signUp(tab, who);
  await tab.goto('/auth/reset');
  await types(tab, who.address);
  await tab.enter();
  await types(tab, await who.mailbox.nextCode());
  await tab.enter();
  who.password = 'four other wooden verbs';
  await types(tab, who.password);
  await tab.key('Tab');
  await types(tab, who.password);
  await tab.enter();
  await says(tab, 'Your password is changed. Sign in.');
  await who.mailbox.nextLetter();  // that tells of it
  await askSignInCode(tab, who);
  await who.mailbox.nextCode();
});
