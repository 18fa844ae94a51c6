// The stack that the tests run against: its database, its tool, its parts.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STACK = new URL('../support/stack', import.meta.url).pathname;
const OUTPUT_BYTES_MAX = 64 << 20;

// A command line of stack.env with further words.
function run(commandLine, words, input = undefined) {
  const shell = ['-c', `exec ${commandLine} "$@"`, 'sh', ...words];
  return execFileSync('sh', shell, { input, encoding: 'utf8', maxBuffer: OUTPUT_BYTES_MAX }).trim();
}

export const sql = (query) =>
  run(process.env.DB_ADMIN, ['--batch', '--skip-column-names', process.env.DB_NAME], query);

// stack('stop', 'database') and the like.
export const stack = (command, ...words) =>
  execFileSync(STACK, [command, process.env.STACK_DIR, ...words], { encoding: 'utf8' });

export const doorwardctl = (...words) => run(process.env.DOORWARDCTL, words);

// { status, stdout, stderr } of the tool, whatever comes of it.
export function tried(words, input = '') {
  const shell = ['-c', `exec ${process.env.DOORWARDCTL} "$@"`, 'sh', ...words];
  return spawnSync('sh', shell, { input, encoding: 'utf8', maxBuffer: OUTPUT_BYTES_MAX });
}

export const looked = (...words) => JSON.parse(doorwardctl(...words, '--json'));

export function accounts(address) {
  return Number(sql(`SELECT COUNT(*) FROM account WHERE email = '${address}'`));
}

export function sessions(address) {
  return Number(sql('SELECT COUNT(*) FROM session JOIN account ON account.id = account_id ' +
    `WHERE ended_at IS NULL AND email = '${address}'`));
}

// Another stack with other settings, for the rest of this test file. Ends with `down()`.
export function otherStack(settings) {
  const folder = mkdtempSync(join(tmpdir(), 'doorward-browser-'));
  const file = join(folder, 'settings');
  writeFileSync(file, settings);
  const dir = join(folder, 'stack');
  const down = () => {
    spawnSync(STACK, ['down', dir]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    execFileSync(STACK, ['up', dir], { env: { ...process.env, STACK_SETTINGS: file } });
    for (const line of readFileSync(join(dir, 'stack.env'), 'utf8').trim().split('\n')) {
      const [, key, value] = line.match(/^(\w+)=(.*)$/);
      process.env[key] = run('printf', ['%s', value.replace(/^'(.*)'$/, '$1')]);
    }
    process.env.STACK_DIR = dir;
  } catch (error) {
    down();
    throw error;
  }
  return { down };
}
