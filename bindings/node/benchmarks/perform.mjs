// node perform.mjs [ROUNDS]   what a step in memory takes from Node, and where that goes: benchmarks/README.md, "From Node".
//
// Plays the case of benchmarks/request.hpp, which perform.cpp plays in C++: six steps, of which one has data. To be run where `itsmflow` is
// installed; ITSMFLOW_REQUEST names that header, if it isn't in its place. Processor times of threads are those of Linux.
import fs from 'node:fs';
import {Directory, Engine, MemoryStore, loadTexts} from 'itsmflow';

const rounds = Number(process.argv[2] ?? 21);
const header = process.env.ITSMFLOW_REQUEST ?? new URL('../../../benchmarks/request.hpp', import.meta.url);
const model = fs.readFileSync(header, 'utf8').match(/R"\((.*?)\)"/s)[1];
const library = await loadTexts({'request.yaml': model});
const roles = {ann: ['agent'], ben: ['agent'], lea: ['lead']};
const steps = 6;
const casesARound = 1000;

async function play(engine) {
  const must = (step) => {
    if (!step.done) throw new Error(step.obstacles[0].message);
    return step;
  };
  const {caseId} = must(await engine.start('request', 'ann'));
  must(await engine.perform(caseId, 'assess', 'ann', {data: {'request.cost': 500}}));
  must(await engine.perform(caseId, 'approve', 'lea'));
  must(await engine.perform(caseId, 'build', 'ann'));
  must(await engine.perform(caseId, 'test', 'ben'));
  must(await engine.perform(caseId, 'close', 'lea'));
}

/** As many calls that do next to nothing: what is left is the way there and back. */
async function askNothing(engine) {
  for (let i = 0; i < steps; ++i) await engine.nextDue();
}

/** Does `work` for so many cases, some at a time. */
async function all(engine, work, atATime) {
  let left = casesARound;
  const worker = async () => {
    while (left-- > 0) await work(engine);
  };
  await Promise.all(Array.from({length: atATime}, worker));
}

const onThread = () => Number(fs.readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1000;
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const kinds = [
  ['steps, one after the other', {work: play, atATime: 1}],
  ['steps, 32 cases at a time', {work: play, atATime: 32}],
  ['steps, 32 at a time, a directory in JavaScript', {work: play, atATime: 32, people: {rolesOf: (person) => roles[person]}}],
  ['calls that do nothing, one after the other', {work: askNothing, atATime: 1}],
  ['calls that do nothing, 32 at a time', {work: askNothing, atATime: 32}],
].map(([name, kind]) => ({name, ...kind, wall: [], main: [], other: []}));

// By turns, so that what else the machine does falls on all of them. The first round warms up.
for (let round = 0; round <= rounds; ++round) {
  for (const kind of kinds) {
    const engine = new Engine(library, new MemoryStore(), new Directory(kind.people ?? roles));
    const before = {wall: performance.now() * 1000, main: onThread(), cpu: process.cpuUsage()};
    await all(engine, kind.work, kind.atATime);
    const cpu = process.cpuUsage(before.cpu);
    const count = casesARound * steps;
    const main = onThread() - before.main;
    if (round === 0) continue;
    kind.wall.push((performance.now() * 1000 - before.wall) / count);
    kind.main.push(main / count);
    kind.other.push((cpu.user + cpu.system - main) / count);
    await engine.store.close();
  }
}

console.log('µs a call, medians                                time  processor: JavaScript\'s thread  other threads');
for (const {name, wall, main, other} of kinds) {
  const numbers = [[wall, 6], [main, 31], [other, 15]].map(([values, width]) => median(values).toFixed(1).padStart(width));
  console.log(`${name.padEnd(48)}${numbers.join('')}`);
}
