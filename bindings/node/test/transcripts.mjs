// Makes the calls of a transcript through this package, and writes what comes of them in the transcript's form, from the package's own objects.
// The form is in tests/bindings/README.md.
import {Directory, Engine, ItsmflowError, MemoryStore} from 'itsmflow';

const readMoment = (text) => new Date(text);
const writeMoment = (date) => date.toISOString().replace('.000Z', 'Z');
const readers = {moment: readMoment, length: (text) => text};  // a length of time is a text here, too

function readData({types = {}, ...call}, name = 'data') {
  const read = ([path, value]) => [path, Object.hasOwn(types, path) ? readers[types[path]](value) : value];
  return Object.fromEntries(Object.entries(call[name] ?? {}).map(read));
}

// ---- What comes of a call ----

function value(given) {
  if (given instanceof Date) return writeMoment(given);
  if (Array.isArray(given)) return given.map(value);
  if (given !== null && typeof given === 'object') return Object.fromEntries(Object.entries(given).map(([name, one]) => [name, value(one)]));
  return given;
}

const event = (told) => ({
  case: told.caseId,
  number: told.number,
  step: told.step,
  position: told.position,
  type: told.type,
  at: writeMoment(told.at),
  actor: told.actor,
  role: told.role,
  activity: told.activity,
  result: told.result,
  item: told.item,
  answer: told.answer,
  message: told.message,
  other: told.other,
  person: told.person,
  note: told.note,
  data: value(told.data),
  withheld: told.withheld,
  deviation: told.deviation,
  kind: told.kind,
  motive: told.motive,
  overrode: told.overrode,
  outcome: told.outcome,
});

const obstacle = ({kind, message, remedies}) => ({kind, message, remedies});

const option = (told) => ({
  kinds: told.kinds,
  motives: told.motives,
  skips: told.skips,
  name_first: told.nameFirst,
  give_first: told.giveFirst,
  confirm_by: told.confirmBy,
  could_confirm: told.couldConfirm,
  assumes: told.assumes,
  completion: told.completion,
  obstacles: told.obstacles.map(obstacle),
});

const step = (told) => ({
  done: told.done,
  case: told.caseId || null,
  revision: told.caseId ? told.revision : null,
  events: told.events.map(event),
  obstacles: told.obstacles.map(obstacle),
  deviations: told.deviations.map(option),
  why_not: told.whyNot,
});

const notification = (told) => ({
  key: told.key,
  case: told.caseId,
  kind: told.kind,
  to: told.to,
  activity: told.activity,
  item: told.item,
  note: told.note,
  at: writeMoment(told.at),
  deviation: told.deviation,
});

const log = (told) => ({
  clean: told.clean,
  events: told.events,
  cases: told.cases,
  elsewhere: told.elsewhere,
  expected_head_found: null,  // no head was asked for
  problems: told.problems,
});

// ---- The calls ----

/** Of a call those of its parts that have one of these names. */
const parts = (call, ...names) => Object.fromEntries(names.filter((name) => Object.hasOwn(call, name)).map((name) => [name, call[name]]));
const workOf = (call) => ({...parts(call, 'result', 'item', 'motive', 'because', 'as', 'skipping'), data: readData(call)});

const calls = {
  start: async (engine, call) => step(await engine.start(call.process, call.actor, {data: readData(call)})),
  perform: async (engine, call) => step(await engine.perform(call.case, call.activity, call.actor, workOf(call))),
  begin: async (engine, call) => step(await engine.begin(call.case, call.activity, call.actor, parts(call, 'item'))),
  end: async (engine, call) => step(await engine.end(call.case, call.activity, call.actor, workOf(call))),
  claim: async (engine, call) => step(await engine.claim(call.case, call.activity, call.actor, parts(call, 'item'))),
  hand_over: async (engine, call) => step(await engine.handOver(call.case, call.activity, call.actor, call.to, parts(call, 'item', 'confirm'))),
  suspend: async (engine, call) => step(await engine.suspend(call.case, call.activity, call.actor, call.note, parts(call, 'item'))),
  resume: async (engine, call) => step(await engine.resume(call.case, call.activity, call.actor, parts(call, 'item'))),
  withdraw: async (engine, call) => step(await engine.withdraw(call.case, call.activity, call.actor, parts(call, 'item', 'note'))),
  set: async (engine, call) => step(await engine.set(call.case, call.activity, call.actor, readData(call), parts(call, 'item'))),
  cancel: async (engine, call) => step(await engine.cancel(call.case, call.actor, call.why)),
  confirm: async (engine, call) => step(await engine.confirm(call.case, call.deviation, call.actor, parts(call, 'because'))),
  disapprove: async (engine, call) => step(await engine.disapprove(call.case, call.deviation, call.actor, parts(call, 'because'))),
  judge: async (engine, call) => step(await engine.judge(call.case, call.outcome, call.actor, parts(call, 'because'))),
  send: async (engine, call) => step(await engine.send(call.case, call.message, {values: readData(call, 'values')})),
  answer: async (engine, call) =>
    step(await engine.answer(call.case, call.activity, {...parts(call, 'result', 'failure'), data: readData(call)})),
  due: async (engine) => ({done: await engine.due()}),
  next_due: async (engine) => {
    const due = await engine.nextDue();
    return {due: due && writeMoment(due)};
  },
  deliver: async (engine) => {
    const notifications = [];
    const delivered = await engine.deliver((one) => void notifications.push(notification(one)));
    if (delivered !== notifications.length) throw new Error(`${delivered} were delivered, and ${notifications.length} told`);
    return {notifications};
  },
  events: async (engine, call) => ({events: (await engine.events(call.case, {sensitive: true})).map(event)}),
  verify_log: async (engine) => log(await engine.verifyLog()),
};

class World {
  constructor(library, people) {
    const roles = new Map(people.map((person) => [person.id, person.roles]));
    const directory = new Directory({
      rolesOf: (person) => roles.get(person),
      holdersOf: (role) => [...roles.keys()].filter((person) => roles.get(person).includes(role)),
    });
    this.engine = new Engine(library, new MemoryStore(), directory, {clock: () => this.now});
  }

  async make(call) {
    this.now = readMoment(call.at);
    try {
      return await calls[call.call](this.engine, call);
    } catch (error) {
      if (!(error instanceof ItsmflowError)) throw error;
      return {failed: `${error.name}: ${error.message}`};
    }
  }
}

// ---- Comparing ----

const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;

/** The same line, with doubles as JavaScript writes them: it has one type of number, and writes 3.0 as 3. */
export function asJavaScriptWrites(line) {
  return line.replace(tokens, (token) => (token[0] !== '"' && /[.e]/.test(token) ? JSON.stringify(Number(token)) : token));
}

/** Reads a call; whole numbers that a number doesn't hold become bigints. */
function read(line) {
  const isLarge = (token) => /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
  const marked = line.replace(tokens, (token) => (isLarge(token) ? `"bigint:${token}"` : token));
  return JSON.parse(marked, (_, one) => (/^bigint:-?\d+$/.test(one) ? BigInt(one.slice('bigint:'.length)) : one));
}

/** Writes an outcome; bigints are whole numbers there, too. */
function write(outcome) {
  return JSON.stringify(outcome, (_, one) => (typeof one === 'bigint' ? `bigint:${one}` : one)).replace(/"bigint:(-?\d+)"/g, '$1');
}

export class Counts {
  scenarios = 0;
  calls = 0;
  events = 0;
  obstacles = 0;

  add(outcome) {
    this.calls += 1;
    for (const name of ['events', 'obstacles']) if (Array.isArray(outcome[name])) this[name] += outcome[name].length;
  }
}

/** The first difference, in words; undefined if there is none. `libraryOf` gives the library of a list of model files. */
export async function difference(lines, libraryOf, counts) {
  const header = JSON.parse(lines[0]);
  if (header.transcript !== 1) return 'this is a transcript of another form';
  const world = new World(await libraryOf(header.models), header.people);
  counts.scenarios += 1;
  for (let at = 1; at < lines.length; at += 2) {
    const outcome = await world.make(read(lines[at]));
    if (at + 1 === lines.length) return `line ${at + 1}: its outcome isn't there`;
    const came = write(outcome);
    const wanted = asJavaScriptWrites(lines[at + 1]);
    if (came !== wanted) return `line ${at + 1}: of ${lines[at]}\n  came   ${came}\n  not    ${wanted}`;
    counts.add(outcome);
  }
  return undefined;
}
