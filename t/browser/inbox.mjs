// The mails of the stack: one .eml file each, in the folder INBOX.

import { readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { within } from './chromium.mjs';

const LETTER_SECONDS_MAX = 15;

const folder = () => process.env.INBOX;

const read = new Map();  // a letter never changes

function letter(file) {
  const path = join(folder(), file);
  if (!read.has(path)) read.set(path, parsed(path, file));
  return read.get(path);
}

function parsed(path, file) {
  const text = readFileSync(path, 'latin1');
  const header = (name) => text.match(new RegExp(`^${name}: *(.*)\\r?$`, 'mi'))?.[1].trim() ?? '';
  return { file, text, to: header('X-Envelope-To'), subject: header('Subject') };
}

// All letters to that address, oldest first.
export function letters(address) {
  return readdirSync(folder()).filter((file) => file.endsWith('.eml')).sort().map(letter)
    .filter(({ to }) => to === address);
}

// The `number`th letter to that address (1: the first ever), as soon as it is there.
export async function letterNumber(number, address) {
  let watcher;
  const arrival = new Promise((resolve) => {
    const look = () => letters(address).length >= number && resolve();
    watcher = watch(folder(), look);
    look();
  });
  const complaint = () => `letter ${number} to ${address} did not come: ` +
    JSON.stringify(letters(address).map(({ subject }) => subject));
  await within(LETTER_SECONDS_MAX, arrival, complaint).finally(() => watcher.close());
  return letters(address)[number - 1];
}

// The first address of a page in the plain text of a letter, which is quoted-printable.
export function linkIn({ text }) {
  const plain = text.replace(/=\r?\n/g, '').replaceAll('=3D', '=');
  return plain.match(/http:\S+/)[0];
}

// Reads each code that is mailed to one address, once.
export class Mailbox {
  #read = 0;

  constructor(address) {
    this.address = address;
  }

  async nextLetter() {
    return letterNumber(++this.#read, this.address);
  }

  // "123456 is your verification code"; the body has it alone on a line as well.
  async nextCode() {
    const { subject, text } = await this.nextLetter();
    const code = subject.match(/^(\d{6}) is your verification code$/i)?.[1];
    if (!code) return this.nextCode();  // of a notice
    if (!new RegExp(`^${code}\\r$`, 'm').test(text))
      throw new Error('the code is not alone on a line of the letter');
    return code;
  }

  get received() {
    return letters(this.address).length;
  }
}
