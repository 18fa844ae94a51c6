// What axe-core, which nobody here wrote, finds against WCAG 2.2 AA on a page. AXE names its file;
// `make axe` fetches it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const AXE = process.env.AXE;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const source = AXE && readFileSync(AXE, 'utf8');

export async function checkAccessible(tab, name) {
  if (!AXE) return;
  assert.deepEqual(await tab.withScripts(async () => {
    await tab.evaluate(`${source}; undefined`);
    return tab.evaluate(`(${violations})(${JSON.stringify(RULES)})`);
  }), [], `${name}: axe finds nothing`);
}

// Runs in the page.
async function violations(rules) {
  document.activeElement.blur();  // a link to skip to the content lies above all, while it has the focus
  // Of a change from light to dark.
  await Promise.all(document.getAnimations().map((animation) => animation.finished));
  const found = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} (${help}): ${html}\n${failureSummary}`));
}
