// Every other page and state: what it says, and that it is as good as those of the journey.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import {
  PASSWORD, askSignInCode, askSignUpCode, fillSignUp, givePassword, isAt, says, signIn, signUp,
  verifySignUp, visitor,
} from './journey.mjs';
import { look } from './look.mjs';
import { sql, stack } from './stack.mjs';

const REFERENCE = /Reference [A-Z0-9]{4,}/i;

let chromium;
before(async () => { chromium = await Chromium.launch(); });
after(() => chromium.close());

const newTab = async () => (await chromium.person()).tab();

async function refuses(tab, status, text, name) {
  assert.equal(tab.status, status);
  await says(tab, text);
  await look(tab, name);
}

test('sign-up: who is not with a licensed company is told at once', async () => {
  const tab = await newTab();
  for (const [address, text, name] of [
    ['mia@example.net', 'example.net is not with a licensed company. Use your company email, ' +
      "or ask your company's licence contact.", 'sign-up-not-licensed'],
    ['mia@lapsed.example', 'licence ended on 29 February 2024', 'sign-up-lapsed'],
  ]) {
    await tab.goto('/auth/sign-up');
    await tab.type('Email Address', address);
    await tab.press('Send verification code');
    await refuses(tab, 422, text, name);
    assert.equal(await tab.value('Email Address'), address);
  }
});

test('sign-up: wrong codes, until they are used up', async () => {
  const tab = await newTab();
  const who = visitor();
  await askSignUpCode(tab, who);
  const wrong = (await who.mailbox.nextCode()) === '000000' ? '111111' : '000000';
  await tab.type('Verification code', '12 34');
  await tab.press('Verify code');
  assert.equal(tab.status, 422);
  await look(tab, 'sign-up-code-malformed');
  for (const left of ['4 tries are left', '3 tries are left', '2 tries are left', '1 try is left']) {
    await tab.type('Verification code', wrong);
    await tab.press('Verify code');
    await refuses(tab, 422, `That code is incorrect. Please try again. ${left}.`, 'sign-up-code-wrong');
  }
  await tab.type('Verification code', wrong);
  await tab.press('Verify code');
  await says(tab, "You've made too many incorrect attempts.");
  await look(tab, 'sign-up-code-used-up');
  await tab.press('Start again');
  await isAt(tab, '/auth/sign-up');
});

test('sign-up: a new code too soon, a different address', async () => {
  const tab = await newTab();
  const who = visitor();
  await askSignUpCode(tab, who);
  await tab.press('Send new code');
  await refuses(tab, 429, 'A code was sent a moment ago. You can send a new one in',
    'sign-up-resend-too-soon');
  await tab.press('Use a different address');
  await isAt(tab, '/auth/sign-up');
  assert.equal(await tab.disabled('Email Address'), false);
});

test('sign-up: a mail server that refuses is named', async () => {
  const tab = await newTab();
  await askSignUpCode(tab, { address: 'refused@example.com' });
  const said = 'The mail server of example.com refused our message: no such mailbox.';
  // The mailer has its own pace; each look is a page of its own.
  for (let looks = 0; looks < 100 && !(await tab.text()).includes(said); ++looks) await tab.reload();
  await says(tab, said);
  await look(tab, 'sign-up-mail-refused');
});

test('sign-up: names and passwords that won’t do', async () => {
  const tab = await newTab();
  const who = visitor();
  await verifySignUp(tab, who);
  for (const [name, password, confirm, text, picture] of [
    ['Mia', PASSWORD, 'another one altogether',
      'The password entry fields do not match. Please enter the same password in both fields.',
      'create-mismatch'],
    ['Mia', 'short', 'short', 'That password is too short.', 'create-too-short'],
    ['Mia', 'password1234', 'password1234', 'easy to guess', 'create-guessable'],
    ['visit http://evil.example', PASSWORD, PASSWORD, 'Enter your name', 'create-name'],
  ]) {
    await tab.type('Your name', name);
    await tab.type('New Password', password);
    await tab.type('Confirm New Password', confirm);
    await tab.press('Create');
    await refuses(tab, 422, text, picture);
    assert.equal(await tab.value('Your name'), name, 'the name is kept');
    assert.equal(await tab.value('New Password'), '', 'the password is not');
  }
  await fillSignUp(tab, who);
  await tab.press('Create');
  await says(tab, 'Your account is ready');
});

test('sign-up: an address that has an account sees no difference; its mail does', async () => {
  const who = visitor();
  await signUp(await newTab(), who);
  const tab = await newTab();
  await askSignUpCode(tab, who);
  await says(tab, `A verification code has been sent to ${who.address}. Paste or enter it below.`);
  const { subject } = await who.mailbox.nextLetter();
  assert.doesNotMatch(subject, /\d{6}/);
});

test('sign-in: too many wrong passwords', async () => {
  const tab = await newTab();
  const who = visitor();
  await tab.goto('/auth/sign-in');
  for (let tries = 1; tries <= 11; ++tries) {
    await tab.type('Email Address', who.address);
    await tab.type('Password', 'not the right one');
    await tab.press('Sign in');
    assert.equal(tab.status, tries <= 10 ? 422 : 429, `try ${tries}`);
  }
  await refuses(tab, 429, 'Too many attempts. Try again in', 'sign-in-locked');
});

for (const [name, path, heading] of [
  ['reset', '/auth/reset', 'Reset your password'],
  ['validate', '/auth/reset?for=validate', 'Validate your account'],
])
  test(`${name}: e-mail, code, new password, sign-in`, async () => {
    const tab = await newTab();
    const who = visitor();
    await signUp(tab, who);
    await tab.goto(path);
    await says(tab, heading);
    await look(tab, `${name}-ask`);
    await tab.type('Email Address', who.address);
    await tab.press('Send verification code');
    await look(tab, `${name}-code`);
    await tab.type('Verification code', await who.mailbox.nextCode());
    await tab.press('Verify code');
    await look(tab, `${name}-verified`);
    who.password = 'nine copper whales hum';
    await tab.type('New Password', who.password);
    await tab.type('Confirm New Password', who.password);
    await tab.press('Continue');
    await says(tab, 'Your password is changed. Sign in.');
    await look(tab, `${name}-done`);
    await who.mailbox.nextLetter();
    await signIn(tab, who);
  });

test('signed in: welcome, sign-in and a part for others', async () => {
  const tab = await newTab();
  const who = visitor('Mia Quist');
  await signUp(tab, who);
  await signIn(tab, who);
  await tab.goto('/auth/sign-in');
  await says(tab, 'You are signed in as Mia Quist.');
  await look(tab, 'signed-in-already');

  for (let times = 0; times < 5; ++times) await tab.goto('/auth/sign-in?rd=/members/');
  await says(tab, 'You keep being sent back here');
  await look(tab, 'bounced');
  await tab.goto('/members/admins/');
  await refuses(tab, 403, 'Your account may not open this part.', 'denied-role');
  assert.match(await tab.text(), REFERENCE);
  sql(`INSERT INTO account_group SELECT id, 'admins' FROM account WHERE email = '${who.address}'`);
  await tab.goto('/auth/sign-out');
  await tab.press('Sign out');
  await signIn(tab, who, '/members/admins/');
  await look(tab, 'portal-admins');
});

test('errors: no such page, here and in the portal', async () => {
  const tab = await newTab();
  await tab.goto('/auth/no-such-page');
  await refuses(tab, 404, 'Page not found', 'error-404');
  assert.match(await tab.text(), REFERENCE);
  await tab.goto('/no-such-page');
  assert.equal(tab.status, 404);
  await look(tab, 'portal-404');
});

test('sign-in: a code asked for shows when it was handed over', async () => {
  const tab = await newTab();
  const who = visitor();
  await signUp(tab, who);
  await askSignInCode(tab, who);
  await who.mailbox.nextCode();
  await tab.reload();
  await says(tab, 'Handed to the mail system at');
});

test('no link of any page leads nowhere', async () => {
  const tab = await newTab();
  const who = visitor();
  await signUp(tab, who);
  await givePassword(tab, who);
  await signIn(tab, who);
  const [open, broken] = [['/', '/auth/', '/auth/sign-in', '/auth/sign-up', '/auth/reset',
    '/auth/account', '/auth/help', '/members/'], []];
  for (const seen = new Set(open); open.length > 0;) {
    const page = open.shift();
    await tab.goto(page);
    if (tab.status !== 200 && page !== '/members/admins/') broken.push(`${page}: ${tab.status}`);
    const links = await tab.evaluate("[...document.querySelectorAll('a[href]')]" +
      '.filter((a) => a.origin === location.origin && !a.pathname.endsWith(".txt"))' +
      '.map((a) => a.pathname + (a.pathname.startsWith("/auth/") ? "" : a.search))');
    for (const link of links) if (!seen.has(link)) open.push(link) && seen.add(link);
  }
  assert.deepEqual(broken, []);
});

test('the database is down: a page that says so', async () => {
  const tab = await newTab();
  await tab.goto('/auth/sign-in');
  stack('stop', 'database');
  try {
    await tab.type('Email Address', 'mia@example.com');
    await tab.type('Password', PASSWORD);
    await tab.press('Sign in');
    await refuses(tab, 503, 'Sign-in is not available at the moment. Please try again in a minute.',
      'error-503');
    assert.match(await tab.text(), REFERENCE);
  } finally {
    stack('start', 'database');
  }
});
