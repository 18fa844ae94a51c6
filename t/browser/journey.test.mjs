// The journey of the seed document, step by step by its labels, without scripts and with them.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Chromium } from './chromium.mjs';
import { fillSignUp, isAt, isSignedIn, says, saysNot, visitor } from './journey.mjs';
import { look } from './look.mjs';
import { accounts, sessions } from './stack.mjs';

const WANTED = '/members/downloads/?release=4.2';
const MEMBER_PAGES = ['/members/', '/members/downloads/', '/members/knowledge/', '/members/support/'];

let chromium;
before(async () => { chromium = await Chromium.launch(); });
after(() => chromium.close());

const STEPS = {
  'L1: a first visit is offered two ways': async (tab, who, seen) => {
    await tab.goto('/auth/');
    await says(tab, 'Sign in to the customer portal');
    await says(tab, 'The portal now asks for an account with a verified company email.');
    await seen('L1-welcome');
    await tab.press('Validate an existing account');
    assert.equal(await tab.path().then((path) => path.split('&')[0]), '/auth/reset?for=validate');
    await tab.back();
    await tab.press('Create an account');
    await isAt(tab, '/auth/sign-up');
  },

  'L2: the portal asks who is there': async (tab, who, seen) => {
    await tab.goto(WANTED);
    await isAt(tab, '/auth/sign-in');
    await says(tab, 'Sign in');
    await seen('L2-sign-in');
  },

  'L3: who has no account sees the error message, with the link in it': async (tab, who, seen) => {
    await tab.type('Email Address', who.address);
    await tab.type('Password', who.password);
    await tab.press('Sign in');
    assert.equal(tab.status, 422);
    await says(tab, "We can't find an account with that email and password. Verify your password, " +
      "or click Sign up now if you don't have an account yet.");
    assert.equal(await tab.value('Email Address'), who.address);
    assert.equal(await tab.value('Password'), '');
    await seen('L3-no-account');
  },

  'C1: the link leads to sign-up, whose password fields wait': async (tab, who, seen) => {
    await tab.press('Sign up now');
    await isAt(tab, '/auth/sign-up');
    for (const label of ['New Password', 'Confirm New Password'])
      assert.equal(await tab.disabled(label), true, `${label} is disabled`);
    await says(tab, 'You choose a password after your email is verified.');
    await seen('C1-sign-up');
    await tab.type('Email Address', who.address);
    await tab.press('Send verification code');
    await says(tab, `A verification code has been sent to ${who.address}. Paste or enter it below.`);
    assert.equal(await tab.disabled('New Password'), true);
    await seen('C1-code-sent');
  },

  'C2: the code makes the password boxes come': async (tab, who, seen) => {
    const code = await who.mailbox.nextCode();
    await tab.reload();
    await says(tab, 'Handed to the mail system at');
    await seen('C2-handed');
    await tab.type('Verification code', code);
    await tab.press('Verify code');
    await says(tab, 'E-mail address verified. You can now continue.');
    assert.equal(await tab.has('Verification code'), false, 'the code box is gone');
    assert.equal(await tab.disabled('New Password'), false);
    await seen('C2-verified');
  },

  'C3: name and password make an account': async (tab, who, seen) => {
    assert.equal(accounts(who.address), 0);
    await fillSignUp(tab, who);
    await tab.press('Create');
    await isAt(tab, '/auth/sign-in');
    await says(tab, 'Your account is ready. Sign in; we will verify your email once more, ' +
      'which is expected.');
    assert.equal(accounts(who.address), 1);
    await seen('C3-account-ready');
  },

  'M0: the new account signs in': async (tab, who, seen) => {
    assert.equal(await tab.value('Email Address'), who.address);
    await tab.type('Password', who.password);
    await tab.press('Sign in');
    await isAt(tab, '/auth/verify');
    await seen('M1-explanation');
  },

  'M1, M2: the first time there is an explanation': async (tab, who, seen) => {
    await says(tab, 'Multifactor authentication');
    await says(tab, 'we verify your company email each time you sign in');
    await tab.press('Continue');
    await says(tab, 'Enter your email associated with the licensing company');
    await says(tab, 'Codes go to your company email only. We do not use phones.');  // N1, N2
    await seen('M3-ask');
  },

  'M3: the code is sent to the account’s address and no other': async (tab, who, seen) => {
    const before = who.mailbox.received;
    await tab.type('Email Address', 'other@example.com');
    await tab.press('Send Verification Code');
    assert.equal(tab.status, 422);
    await says(tab, 'Use the company email of this account.');
    await seen('M3-another-address');
    assert.equal(who.mailbox.received, before, 'nothing was sent');
    await tab.type('Email Address', who.address);
    await tab.press('Send Verification Code');
    await seen('M4-code');
  },

  'M4: the code is checked': async (tab, who, seen) => {
    const code = await who.mailbox.nextCode();
    await tab.type('Verification code', code);
    await tab.press('Verify code');
    await says(tab, 'E-mail address verified. You can now continue.');
    assert.equal(await tab.has('Verification code'), false);
    assert.equal(sessions(who.address), 0, 'nobody is signed in yet');
    await seen('M5-verified');
  },

  'M5: Continue leads to the page that was asked for': async (tab, who, seen) => {
    await tab.press('Continue');
    assert.equal(await tab.path(), WANTED);
    await isSignedIn(tab, who);
    await seen('M6-portal');
  },

  'M6: the name is in the top right of every page, with a menu': async (tab, who, seen) => {
    for (const page of MEMBER_PAGES) {
      await tab.goto(page);
      await isSignedIn(tab, who);
      const corner = await tab.evaluate(
        "(({ top, right }) => ({ top, right: innerWidth - right }))" +
        "(document.querySelector('.doorward-menu > summary').getBoundingClientRect())");
      assert.ok(corner.top < 100 && corner.right < 250, `top right: ${JSON.stringify(corner)}`);
      await look(tab, `M6${page.replaceAll('/', '-').slice(0, -1)}`, { picture: false });
    }
    await tab.goto('/');
    await isSignedIn(tab, who);
    await tab.click(who.name);
    await says(tab, 'Account');
    await seen('M6-home-menu');
    await tab.press('Account');
    await says(tab, who.address);
    await seen('account');
  },

  'M6: sign-out ends it': async (tab, who, seen) => {
    await tab.goto('/members/');
    await tab.click(who.name);
    await tab.press('Sign out');
    await says(tab, 'Sign out of the customer portal?');
    assert.equal(sessions(who.address), 1, 'to ask changes nothing');
    await seen('sign-out');
    await tab.press('Sign out');
    await says(tab, 'You are signed out.');
    await seen('signed-out');
    assert.equal(sessions(who.address), 0);
    await tab.goto(WANTED);
    await isAt(tab, '/auth/sign-in');
    await saysNot(tab, who.name);
    await tab.goto('/');
    await seen('portal-anonymous');
  },
};

for (const javascript of [false, true])
  describe(`the journey, JavaScript ${javascript ? 'on' : 'off'}`, () => {
    const who = visitor('Zoë "Z" O\'Quist &amp; Söhne');
    let tab;
    before(async () => { tab = await (await chromium.person({ javascript })).tab(); });
    // One set of pictures is enough.
    const seen = (name) => look(tab, name, { picture: !javascript });
    let lost = false;
    for (const [step, walk] of Object.entries(STEPS))
      test(step, async (t) => {
        if (lost) return t.skip('a step before it failed');
        lost = true;
        await walk(tab, who, seen);
        lost = false;
      });
  });
