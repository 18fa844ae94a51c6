// A person's own account: every page and state of it, from the name to the end.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import { PASSWORD, isAt, says, saysNot, signIn, signUp, visitor } from './journey.mjs';
import { look } from './look.mjs';
import { accounts, sessions } from './stack.mjs';

let chromium;
before(async () => { chromium = await Chromium.launch(); });
after(() => chromium.close());

const newTab = async () => (await chromium.person()).tab();

async function member(name = 'Mia Quist') {
  const who = visitor(name);
  const tab = await newTab();
  await signUp(tab, who);
  await signIn(tab, who);
  return { tab, who };
}

test('account: the facts, and another name', async () => {
  const { tab, who } = await member();
  await tab.goto('/auth/account');
  await says(tab, who.address);
  await look(tab, 'account');
  await tab.type('Your name', 'visit http://evil.example');
  await tab.press('Save name');
  assert.equal(tab.status, 422);
  await says(tab, 'Enter your name');
  await look(tab, 'account-name-bad');
  await tab.type('Your name', 'Mia Okoro');
  await tab.press('Save name');
  await says(tab, 'Your name is saved.');
  await look(tab, 'account-name-saved');
  await tab.goto('/members/');
  await says(tab, 'Mia Okoro');
});

test('account: another password', async () => {
  const { tab, who } = await member();
  const elsewhere = await newTab();
  await signIn(elsewhere, who);
  await tab.goto('/auth/account/password');
  await look(tab, 'account-password');
  for (const [current, password, confirm, text, picture] of [
    ['not the right one', 'nine copper whales hum', 'nine copper whales hum',
      'That is not your current password. Please try again.', 'account-password-wrong'],
    [PASSWORD, 'nine copper whales hum', 'another one altogether',
      'The password entry fields do not match.', 'account-password-mismatch'],
  ]) {
    await tab.type('Current Password', current);
    await tab.type('New Password', password);
    await tab.type('Confirm New Password', confirm);
    await tab.press('Change password');
    assert.equal(tab.status, 422);
    await says(tab, text);
    await look(tab, picture);
    assert.equal(await tab.value('Current Password'), '', 'no password is kept');
  }
  who.password = 'nine copper whales hum';
  await tab.type('Current Password', PASSWORD);
  await tab.type('New Password', who.password);
  await tab.type('Confirm New Password', who.password);
  await tab.press('Change password');
  await says(tab, 'Your password is changed. Your other sessions have ended.');
  await look(tab, 'account-password-changed');
  assert.equal(sessions(who.address), 1);
  await tab.goto('/members/');
  await isAt(tab, '/members/');
  await signIn(await newTab(), who);
});

test('account: where I am signed in', async () => {
  const { tab, who } = await member();
  await tab.goto('/auth/account/sessions');
  await says(tab, 'You are signed in nowhere else.');
  await look(tab, 'account-sessions-one');
  const others = [await newTab(), await newTab()];
  for (const other of others) await signIn(other, who);
  await tab.reload();
  await look(tab, 'account-sessions');
  await tab.press('Sign it out');
  await says(tab, 'Signed out there.');
  await look(tab, 'account-sessions-ended');
  assert.equal(sessions(who.address), 2);
  await tab.press('Sign out all others');
  await says(tab, 'You are signed in nowhere else.');
  await saysNot(tab, 'Sign it out');
  assert.equal(sessions(who.address), 1);
});

test('account: the page of the download', async () => {
  const { tab } = await member();
  await tab.goto('/auth/account/download');
  await says(tab, 'Download your data');
  await look(tab, 'account-download');
});

test('account: deleted, and back again', async () => {
  const { tab, who } = await member();
  await tab.goto('/auth/account/delete');
  await look(tab, 'account-delete');
  await tab.type('Password', 'not the right one');
  await tab.press('Send verification code');
  await says(tab, 'That is not your current password.');
  await look(tab, 'account-delete-wrong');
  await tab.type('Password', PASSWORD);
  await tab.press('Send verification code');
  await look(tab, 'account-delete-code');
  await tab.type('Verification code', await who.mailbox.nextCode());
  await tab.press('Verify code');
  await says(tab, 'It can\'t be undone.');
  await look(tab, 'account-delete-last');
  await tab.press('Delete my account');
  await says(tab, 'Your account is deleted');
  await look(tab, 'account-deleted');
  assert.equal(accounts(who.address), 0);
  await signUp(tab, who);
  await signIn(tab, who);
});
