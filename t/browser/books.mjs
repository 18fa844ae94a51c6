// The audit trail, the company reports and the mail queue against what the week really did.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { looked } from './stack.mjs';

// Steps on the way to something, which the story does not count.
const STEPS = new Set(
  ['flow_begun', 'code_sent', 'code_right', 'password_right', 'password_wrong']);

export function trailIsTrue(week) {
  const events = looked('audit', 'list', '--since', week.begun);
  const counts = {};
  for (const { event } of events)
    if (!STEPS.has(event)) counts[event] = (counts[event] ?? 0) + 1;
  assert.deepEqual(sorted(counts), sorted(week.events));
  assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
}

// `people`: who has an account of that company.
export function reportIsTrue(slug, people) {
  const { people: taken, standing, accounts } = looked('company', 'report', slug);
  assert.deepEqual([taken, standing], [people.length, 'runs']);
  assert.deepEqual(
    accounts.map(({ email, name, proved_at }) => [email, name, proved_at !== null]).sort(),
    people.map(({ address, name }) => [address, name, true]).sort());
}

// { sent, bounced, refused, decoys }: what was sent or came back later has come to the catcher.
export function lettersAreThere() {
  const sums = { sent: 0, bounced: 0, refused: 0, decoys: 0 };
  for (const letter of looked('mail', 'queue', '--all')) {
    const fate = fateOf(letter);
    assert.ok(fate in sums, `the letter to ${letter.recipient} is ${fate}: ${letter.answer}`);
    ++sums[fate];
  }
  const came = readdirSync(process.env.INBOX).filter((file) => file.endsWith('.eml')).length;
  assert.equal(came, sums.sent + sums.bounced);
  return sums;
}

function fateOf({ letter, state, answer }) {
  if (letter === 'decoy') return 'decoys';
  return answer.startsWith('bounced') ? 'bounced' : state;
}

const sorted = (counts) => Object.entries(counts).sort();
