// observatory.mjs FOLDER HOST PATH [COOKIE]: what Mozilla's Observatory, installed in FOLDER,
// makes of a page; prints {"path", "status", "score", "grade", "faults": [...]} as JSON, of
// where it was led to.
//
// Its own scan() takes no path, and none that is answered 404. So this is its scan() again, from
// its own parts.

import { pathToFileURL } from 'node:url';

const [folder, host, path, cookie] = process.argv.slice(2);
const source = `${folder}/node_modules/@mdn/mdn-http-observatory/src`;
const part = (name) => import(pathToFileURL(`${source}/${name}.js`));
const { retrieve } = await part('retriever/retriever');
const { ALL_TESTS } = await part('constants');
const { getGradeForScore, getScoreModifier } = await part('grader/grader');
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await part('grader/charts');

const headers = ['Accept: text/html,*/*;q=0.8', ...(cookie ? [`Cookie: ${cookie}`] : [])];
const pages = await retrieve(host, { path, headers });
if (!pages.responses.auto) throw new Error(`no answer from ${host}`);

const results = ALL_TESTS.map((test) => test(pages));
const points = results.map((result) => getScoreModifier(result.result));
const lost = points.filter((point) => point < 0).reduce((a, b) => a + b, 100);
const all = points.reduce((a, b) => a + b, 100);
const { score, grade } = getGradeForScore(lost >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : lost);
console.log(JSON.stringify({
  path: pages.session.redirectHistory.at(-1).url.pathname,
  status: pages.responses.auto.status,
  score,
  grade,
  faults: results.filter((result) => !result.pass).map((result) => result.result),
}));
