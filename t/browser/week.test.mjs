// A week of a portal, from the import of its people to the end of one of its companies: everything
// by a browser or the operator's tool, as an operator and the people themselves would.
//
// WEEK_PEOPLE: how many are imported (`make week`: 1,000).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lettersAreThere, reportIsTrue, trailIsTrue } from './books.mjs';
import { Chromium } from './chromium.mjs';
import { forAll } from './crowd.mjs';
import { letters } from './inbox.mjs';
import {
  askSignUpCode, fillSignUp, isAt, isSignedIn, says, saysNot, signIn, verifySignUp,
} from './journey.mjs';
import {
  beginEverything, isOut, isTold, knowsNobody, nothingWorksAnyMore, saysWithinASecond,
} from './leaver.mjs';
import { doorwardctl, looked, otherStack, tried } from './stack.mjs';
import { COMPANIES, SETTINGS, Week, addCompany, day, explains } from './week.mjs';

const SIZE = Number(process.env.WEEK_PEOPLE ?? 20);

let chromium;
let down;
let week;
before(async () => {
  ({ down } = otherStack(SETTINGS));
  chromium = await Chromium.launch();
  week = new Week(chromium, SIZE);
});
after(async () => {
  await chromium.close();
  down();
});

const bounce = (letter) => `Return-Path: <>
To: ${letter.text.match(/^X-Envelope-From: (.*?)\r?$/m)[1]}
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ${letter.to}
Action: failed
Status: 5.1.1

--b--
`;

// At the end of each day somebody who has been signed in since Monday never noticed anything.
let lost = '';
let session;
function onDay(name, story) {
  test(name, async () => {
    assert.equal(lost, '', 'this day needs the ones before it');
    lost = name;
    await story(week.people);
    const { cora } = week.people;
    await cora.tab.goto('/members/');
    await isSignedIn(cora.tab, cora);
    const [{ id }, ...others] = looked('session', 'list', '--account', cora.address);
    assert.deepEqual([session ??= id, others], [id, []], 'the session of Monday');
    lost = '';
    console.log(`${name}: ${week.events.signed_in} sign-ins, ${week.seconds()} s`);
  });
}

onDay('Monday: the people are brought along, and come in', async ({ cora }) => {
  const harbour = week.everybody.filter(({ company }) => company === 'harbour').length;
  addCompany('harbour', '--seats', harbour + 1);
  addCompany('orchard');
  addCompany('mill');
  week.did('company_added', 3);
  week.did('company_domain_added', 3);
  const strays = [...week.everybody, { address: 'kim@elsewhere.example', name: 'Kim Stray' }];
  const sums = (added, already, refused) => ({
    added, already_there: already, refused, columns: ['email', 'name', 'groups'] });
  assert.deepEqual(week.import(strays, '--dry-run'),
    { status: 65, sums: { dry_run: true, ...sums(SIZE, 0, 1) } });
  assert.deepEqual(looked('account', 'list'), []);
  assert.deepEqual(week.import(week.everybody),
    { status: 0, sums: { dry_run: false, ...sums(SIZE, 0, 0) } });
  week.did('account_imported', SIZE);
  const imported = looked('account', 'list');
  assert.deepEqual(week.import(week.everybody),
    { status: 0, sums: { dry_run: false, ...sums(0, SIZE, 0) } });
  assert.deepEqual(looked('account', 'list'), imported);
  explains(cora.address, 'never_validated');

  const comers = week.everybody.filter((who) => who !== week.people.refused);
  await forAll(comers, (who) => week.validate(who));
  await week.signInAll(comers);
  await week.allAreIn(comers);
  explains(cora.address, 'none');
});

onDay('Tuesday: invitations, and a second administrator', async ({ ada }) => {
  doorwardctl('account', 'role', ada.address, 'company_admin');
  await isOut(ada.tab, Date.now());
  week.did('role_changed');
  await week.signIn(ada);
  const eve = await week.invite(ada.tab, 'eve@harbour.example', 'Eve Larsen', 'harbour');
  const wim = await week.invite(ada.tab, 'wim@harbour.example', 'Wim Drawn', 'harbour');
  explains(wim.address, 'may_sign_up');
  const late = await week.newTab();
  await verifySignUp(late, wim);
  await ada.tab.navigates(() => ada.tab.evaluate(
    `document.querySelector('[aria-label$="${wim.address}"]').click()`), 'Withdraw');
  await says(ada.tab, 'The invitation is withdrawn.');
  week.did('invitation_withdrawn');
  explains(wim.address, 'sign_up_closed');
  await fillSignUp(late, wim);
  await late.press('Create');
  await says(late, 'This page is out of date.');

  const tab = await week.newTab();
  await verifySignUp(tab, eve);
  assert.equal(await tab.value('Your name'), eve.name, 'as the invitation says');
  await week.create(tab, eve);
  await week.signIn(eve);
  await askSignUpCode(await week.newTab(), wim);
  assert.equal((await week.lastLetter(wim.address)).letter, 'decoy');
  assert.equal(wim.mailbox.received, 2, 'the invitation, and the code of before');

  await week.openPerson(ada.tab, eve);
  await ada.tab.click('Make administrator');
  await ada.tab.press(`Yes, make ${eve.name} an administrator`);
  await says(ada.tab, 'It holds from now on.');
  await isOut(eve.tab, Date.now());
  week.did('role_changed');
  await week.signIn(eve);
  await eve.tab.goto('/auth/company');
  await says(eve.tab, ada.address);
  await saysNot(eve.tab, 'orchard.example');
});

onDay('Wednesday: forgotten passwords, another name, sessions that go on elsewhere', async () => {
  const { olga, otto, mia } = week.people;
  const forgotten = olga.password;
  olga.password = 'five amber kettles roam';
  const tab = await week.newTab();
  await tab.goto('/auth/sign-in');
  await tab.press('Forgot your password?');
  await week.setPassword(tab, olga);
  week.did('password_changed');
  await isOut(olga.tab, Date.now());
  await knowsNobody(await week.newTab(), { ...olga, password: forgotten });
  await week.signIn(olga);

  await otto.tab.goto('/auth/account');
  otto.name = 'Otto Pearson';
  await otto.tab.type('Your name', otto.name);
  await otto.tab.press('Save name');
  await says(otto.tab, 'Your name is saved.');
  week.did('name_changed');
  await otto.tab.goto('/auth/account/password');
  await otto.tab.type('Current Password', otto.password);
  otto.password = 'eight velvet anchors sing';
  await otto.tab.type('New Password', otto.password);
  await otto.tab.type('Confirm New Password', otto.password);
  await otto.tab.press('Change password');
  await says(otto.tab, 'Your password is changed.');
  week.did('password_changed');
  await week.allAreIn([otto]);

  const left = mia.tab;
  await week.signIn(mia);
  await mia.tab.goto('/auth/account/sessions');
  await mia.tab.press('Sign it out');
  await says(mia.tab, 'You are signed in nowhere else.');
  await isOut(left, Date.now());
  week.did('sessions_ended');
  await week.allAreIn([mia]);
});

onDay('Thursday: people leave, and a seat gets free', async (people) => {
  const { ada, bob, cy, dee, eli, fay, refused } = people;
  await forAll([bob, cy, dee, eli, fay], (who) => beginEverything(chromium, who));
  const gus = await week.invite(ada.tab, 'gus@harbour.example', 'Gus Late', 'harbour');
  const late = await week.newTab();
  await verifySignUp(late, gus);
  await fillSignUp(late, gus);
  await late.press('Create');
  await says(late, "All of Harbour Ltd's seats are taken.");
  explains(gus.address, 'seats_full');

  await week.openPerson(ada.tab, bob);
  await ada.tab.click('Remove from Harbour Ltd');
  await ada.tab.press(`Yes, remove ${bob.name}`);
  const removed = { reason: 'Your account was removed from Harbour Ltd.' };
  await nothingWorksAnyMore(chromium, bob, removed);
  explains(bob.address, 'account_removed');
  await week.create(late, gus);
  await week.signIn(gus);

  doorwardctl('account', 'remove', cy.address, '--yes');
  await nothingWorksAnyMore(chromium, cy, removed);
  explains(cy.address, 'account_removed');
  week.did('account_removed', 2);

  await week.deleteAccount(dee);
  await nothingWorksAnyMore(chromium, dee);
  explains(dee.address, 'sign_up_closed');

  doorwardctl('account', 'lock', eli.address);
  await nothingWorksAnyMore(chromium, eli, { reason: 'Your account is locked.' });
  explains(eli.address, 'account_locked');

  const { status, stdout } = tried(['mail', 'bounce'], bounce(letters(fay.address).at(-1)));
  assert.deepEqual([status, stdout], [0, `${fay.address}: mailbox gone, account locked\n`]);
  await nothingWorksAnyMore(chromium, fay, { readsMail: false });
  explains(fay.address, 'account_locked');

  const tab = await week.newTab();
  await tab.goto('/auth/reset?for=validate');
  await tab.type('Email Address', refused.address);
  await tab.press('Send verification code');
  assert.equal((await week.lastLetter(refused.address)).state, 'refused');
  explains(refused.address, 'account_locked');
  week.did('mailbox_gone', 2);
  week.did('account_locked', 3);
  week.did('sign_in_denied', 3);
});

onDay('Friday: a licence ends, and is renewed', async ({ olga, otto }) => {
  const people = week.everybody.filter(({ company }) => company === 'orchard');
  const contact = 'licensing@orchard.example';
  doorwardctl('company', 'set', 'orchard', '--until', day(5));
  const set = Date.now();
  assert.deepEqual(looked('licence', 'remind'),
    [{ company: 'orchard', contact, until: day(5), days_ahead: 7 }]);
  assert.deepEqual(looked('licence', 'remind'), [], 'once is enough');
  assert.match((await week.lastLetter(contact)).letter, /licence_ends/);
  assert.match(letters(contact)[0].subject, /^Orchard plc's licence ends on /);
  await week.allAreIn(people);
  await saysWithinASecond(olga.tab, '/', "Your company's licence ends on", set);

  doorwardctl('company', 'set', 'orchard', '--until', day(-1));
  await week.allAreOut(people);
  await says(olga.tab, "Orchard plc's licence ended on");
  await isTold(await week.newTab(), otto, "Orchard plc's licence ended on");
  explains(olga.address, 'licence_over');
  week.did('sign_in_denied');

  doorwardctl('company', 'set', 'orchard', '--until', day(365));
  week.did('company_changed', 3);
  week.did('licence_reminded');
  await week.signInAll(people);
  await week.allAreIn(people);
  explains(olga.address, 'none');
});

onDay('Saturday: a company has another domain', async ({ olga, otto }) => {
  const people = week.everybody.filter(({ company }) => company === 'orchard');
  const sums = { company: 'orchard', from: 'orchard.example', to: 'grove.example',
    people: people.length };
  const rename = ['company', 'domain', 'rename', 'orchard.example', 'grove.example'];
  for (const who of [olga, otto]) await beginEverything(chromium, who);
  assert.deepEqual(looked(...rename, '--dry-run'), { ...sums, done: false });
  await week.allAreIn(people);
  assert.deepEqual(looked(...rename), { ...sums, done: true });
  await week.allAreOut(people);
  week.did('company_domain_added');
  week.did('company_domain_renamed');
  week.did('email_changed', people.length);
  for (const who of [olga, otto]) await nothingWorksAnyMore(chromium, who);
  explains(olga.address, 'domain_not_listed');
  for (const who of people) {
    week.move(who, 'grove.example');
    assert.match((await who.mailbox.nextLetter()).subject, /^Your address at .* is now /);
  }
  await week.signInAll(people);
  await week.allAreIn(people);
  explains(olga.address, 'none');
});

onDay('Sunday: a company is removed, and the books are right', async ({ mia }) => {
  const people = week.everybody.filter(({ company }) => company === 'mill');
  await beginEverything(chromium, mia);
  assert.deepEqual(looked('company', 'remove', 'mill', '--yes'),
    { slug: 'mill', people: people.length });
  week.did('company_removed');
  week.did('account_removed', people.length);
  await nothingWorksAnyMore(chromium, mia);
  await week.allAreOut(people.filter((who) => who !== week.people.refused));
  explains(mia.address, 'domain_not_listed');
  assert.equal(tried(['company', 'report', 'mill']).status, 67);

  const { bob, cy, dee } = week.people;
  const stay = week.everybody.filter((who) => ![bob, cy, dee, week.people.wim].includes(who));
  for (const slug of ['harbour', 'orchard'])
    reportIsTrue(slug, stay.filter(({ company }) => company === slug));
  await week.allAreIn(week.crowd.filter(({ company }) => company !== 'mill'));
  await week.queueIsEmpty();
  console.log('letters:', lettersAreThere(), 'events:', week.events);
  trailIsTrue(week);
});
