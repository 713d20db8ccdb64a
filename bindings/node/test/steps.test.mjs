import assert from 'node:assert/strict';
import {test} from 'node:test';
import {NotFound, UsageError} from 'itsmflow';
import {World, kinds} from './repair.mjs';

test('a case is taken from start to end', async () => {
  const {engine, ...world} = new World();
  const begun = await engine.start('repair', 'anna', {data: {'ticket.device': 'phone'}});
  assert.equal(begun.done, true);
  assert.equal(begun.caseId, 1);
  assert.equal(begun.revision, 1);
  assert.deepEqual(begun.obstacles, []);
  const [event] = begun.events;
  assert.equal(event.type, 'started');
  assert.equal(event.actor, 'anna');
  assert.equal(event.role, 'caller');
  assert.deepEqual(event.at, new Date('2014-03-03T08:00:00Z'));
  assert.deepEqual({...event.data}, {'ticket.device': 'phone'});

  assert((await engine.perform(1, 'sort', 'bo')).done);
  engine.onService('shop', () => ({result: 'sent', data: {'ticket.part': 'screen'}}));
  assert.equal(await engine.due(), 1);
  assert((await engine.perform(1, 'mend', 'bo', {data: {'ticket.price': 40}})).done);
  const view = await engine.show(1);
  assert.equal(view.status, 'over');
  assert.equal(view.outcome, 'success');
  assert.equal(view.data['ticket.price'], 40);
  assert.equal(view.data['ticket.part'], 'screen');
  const types = (await engine.events(1)).map((one) => one.type);
  assert.deepEqual(types, ['started', 'done', 'called', 'done', 'done', 'over']);
  assert.deepEqual((await engine.events(1, {from: 2, limit: 2})).map((one) => one.number), [2, 3]);
  assert.deepEqual((await engine.cases({status: 'over'})).map((one) => one.caseId), [1]);
  assert.deepEqual(await engine.cases({status: 'open'}), []);
  assert.equal((await engine.modelOf(1)).version, '1.0.0');
  assert.equal((await engine.reportDeviations())[0].complying.succeeded, 1);
});

test('a refused step names everything that stands in its way, and changes nothing', async () => {
  const {engine} = new World();
  const {caseId, revision} = await engine.start('repair', 'anna', {data: {'ticket.device': 'phone'}});
  const step = await engine.perform(caseId, 'mend', 'anna');
  assert.equal(step.done, false);
  assert.deepEqual(step.events, []);
  assert.deepEqual(kinds(step), ['not_reached', 'wrong_state', 'missing_data', 'wrong_role']);
  assert.deepEqual(step.obstacles.at(-1).remedies, ['bo', 'cleo']);  // who has the role
  assert.equal((await engine.show(caseId)).revision, revision);
  const refused = await engine.start('repair', 'bo', {data: {'ticket.device': 'phone'}});
  assert.equal(refused.caseId, 0);
  assert.deepEqual(kinds(refused), ['wrong_role']);
});

test('a step and all that is in it is frozen', async () => {
  const {engine} = new World();
  const done = await engine.start('repair', 'anna', {data: {'ticket.device': 'phone'}});
  for (const part of [done, done.events, done.events[0], done.events[0].data, done.obstacles]) assert(Object.isFrozen(part));
  const refused = await engine.perform(1, 'mend', 'anna');
  for (const part of [refused.obstacles, refused.obstacles[0], refused.obstacles[0].remedies]) assert(Object.isFrozen(part));
  assert.throws(() => {
    'use strict';
    done.done = false;
  }, TypeError);
});

test('values come back as they were given', async () => {
  const {engine, ...world} = new World();
  const given = {
    'ticket.device': 'phone ☎ \u{1F4F1}',
    'ticket.serial': 9007199254740993n,  // 2^53 + 1, which a number doesn't hold
    'ticket.brought': new Date('2014-03-01T12:34:56.789Z'),
    'ticket.takes': '1h30m',
    'ticket.urgent': true,
    'ticket.tags': ['glass', 'water'],
    'ticket.shelf': {row: 3, place: 'left'},
  };
  const {caseId} = await engine.start('repair', 'anna', {data: given});
  const {data} = await engine.show(caseId);
  assert.deepEqual({...data, 'ticket.shelf': {...data['ticket.shelf']}}, {...given, 'ticket.takes': '5400s'});
  const next = await engine.start('repair', 'anna', {data: {'ticket.device': 'x', 'ticket.serial': 12n, 'ticket.takes': data['ticket.takes']}});
  assert.deepEqual((await engine.show(next.caseId)).data['ticket.serial'], 12);
  const early = new Date(-1);  // one millisecond before 1970
  const old = await engine.start('repair', 'anna', {data: {'ticket.device': 'x', 'ticket.brought': early}});
  assert.deepEqual((await engine.show(old.caseId)).data['ticket.brought'], early);
});

test('a value that is none is a UsageError, and nothing is changed', async () => {
  const {engine} = new World();
  const start = (data) => engine.start('repair', 'anna', {data});
  const deep = [];
  deep.push(deep);
  for (const value of [() => 1, Symbol('x'), deep, new Map(), 2n ** 64n, new Date(NaN), 'text', 1.5])
    await assert.rejects(start({'ticket.device': 'x', 'ticket.serial': value}), UsageError, String(value?.constructor));
  await assert.rejects(start({'ticket.nothing': 1}), NotFound);
  await assert.rejects(start('phone'), UsageError);
  await assert.rejects(start(['phone']), UsageError);
  await assert.rejects(start(new Map([['ticket.device', 'phone']])), UsageError);
  await assert.rejects(engine.start('repair', 'anna', new Map()), UsageError);
  assert.deepEqual(await engine.cases(), []);
});

test('a name like that of a setter is a name like any other', async () => {
  const {engine} = new World();
  const odd = JSON.parse('{"__proto__": {"polluted": true}}');
  await assert.rejects(engine.start('repair', 'anna', {data: odd}), {name: 'NotFound', wanted: '__proto__'});
  assert.equal({}.polluted, undefined);
});

test('what the caller names and there isn\'t is a NotFound', async () => {
  const {engine, ...world} = new World();
  await assert.rejects(engine.show(7), {name: 'NotFound', kind: 'case', wanted: '7'});
  await assert.rejects(engine.start('none', 'anna'), {name: 'NotFound', kind: 'process', wanted: 'none'});
  const {caseId} = await engine.start('repair', 'anna', {data: {'ticket.device': 'phone'}});
  await assert.rejects(engine.perform(caseId, 'sort', 'zoe'), {kind: 'actor', wanted: 'zoe'});
  await assert.rejects(engine.perform(caseId, 'solder', 'bo'), {kind: 'activity', wanted: 'solder'});
});

test('arguments of another type and options that there aren\'t reject with a UsageError', async () => {
  const {engine} = new World();
  const id = (await engine.start('repair', 'anna', {data: {'ticket.device': 'phone'}})).caseId;
  await assert.rejects(engine.perform('1', 'sort', 'bo'), {name: 'UsageError', message: /'caseId' takes a whole number/});
  await assert.rejects(engine.perform(-1, 'sort', 'bo'), UsageError);
  await assert.rejects(engine.perform(id, undefined, 'bo'), {name: 'UsageError', message: /'activity'/});
  await assert.rejects(engine.perform(id, 'sort', 'bo', {reslt: 'x'}), {message: /perform has no option 'reslt'; there are result, data/});
  await assert.rejects(engine.perform(id, 'sort', 'bo', 'x'), UsageError);
  await assert.rejects(engine.perform(id, 'sort', 'bo', {because: 'so'}), {name: 'UsageError', message: /'motive'/});
  await assert.rejects(engine.perform(id, 'sort', 'bo', {motive: 'hurry', as: 'jump'}), UsageError);
  await assert.rejects(engine.cases({status: 'closed'}), UsageError);
  await assert.rejects(engine.verifyLog({head: ''}), UsageError);
  assert((await engine.perform(id, 'sort', 'bo', {key: undefined})).done);
});

test('the stack of an error names the line that called', async () => {
  const {engine} = new World();
  const error = await engine.show(7).catch((thrown) => thrown);
  const askFor = async () => await engine.show(7);
  const other = await askFor().catch((thrown) => thrown);
  assert.match(other.stack, /askFor/);
  assert.match(error.stack, /NotFound/);
});

test('work is begun, claimed, handed over, suspended, resumed, filled in, withdrawn and ended', async () => {
  const {engine, ...world} = new World();
  const id = (await engine.start('repair', 'anna', {data: {'ticket.device': 'phone'}})).caseId;
  const does = async (step) => assert.deepEqual(kinds(await step), []);
  const status = async () => (await engine.show(id)).work.map((one) => `${one.activity} ${one.status} ${one.holder ?? '-'}`);
  await does(engine.claim(id, 'sort', 'bo'));
  assert.deepEqual(await status(), ['sort claimed bo']);
  assert.deepEqual(kinds(await engine.begin(id, 'sort', 'cleo')), ['taken']);
  await does(engine.handOver(id, 'sort', 'bo', 'cleo', {confirm: 'it is on the shelf'}));
  assert.equal((await engine.offersFor('cleo'))[0].giver, 'bo');
  await does(engine.claim(id, 'sort', 'cleo'));
  await does(engine.begin(id, 'sort', 'cleo'));
  await does(engine.suspend(id, 'sort', 'cleo', 'lunch'));
  assert.deepEqual(await status(), ['sort suspended cleo']);
  await does(engine.resume(id, 'sort', 'cleo'));
  await does(engine.withdraw(id, 'sort', 'cleo', {note: 'too hard'}));
  await does(engine.begin(id, 'sort', 'bo'));
  await does(engine.end(id, 'sort', 'bo'));
  await does(engine.answer(id, 'order', {result: 'sent', data: {'ticket.part': 'screen'}}));
  await does(engine.begin(id, 'mend', 'bo'));
  await does(engine.set(id, 'mend', 'bo', {'ticket.price': 12.5}));
  await does(engine.end(id, 'mend', 'bo'));
  assert.equal((await engine.show(id)).outcome, 'success');
  const told = [];
  assert.equal(await engine.deliver((one) => void told.push(`${one.kind} ${one.to}`)), 1);
  assert.deepEqual(told, ['handed_over cleo']);
  const other = (await engine.start('repair', 'anna', {data: {'ticket.device': 'radio'}})).caseId;
  await does(engine.cancel(other, 'anna', 'it works again'));
  assert.equal((await engine.show(other)).status, 'cancelled');
});

test('a step with a motive deviates, is told of, confirmed and judged', async () => {
  const {engine, ...world} = new World();
  const id = (await engine.start('repair', 'anna', {data: {'ticket.device': 'phone'}})).caseId;
  await engine.perform(id, 'sort', 'bo');
  await engine.answer(id, 'order', {result: 'sent', data: {'ticket.part': 'screen'}});
  const refused = await engine.perform(id, 'mend', 'bo');
  assert.deepEqual(kinds(refused), ['missing_data']);
  assert.equal(refused.obstacles[0].canBeOverridden, true);
  const [way] = refused.deviations;
  assert.deepEqual([way.kinds, way.motives, way.confirmBy], [['missing_data'], ['hurry'], ['caller']]);
  const why = await engine.explain(id, 'mend', 'bo', {as: 'extra'});
  assert.equal(why.may, false);
  assert.notEqual(why.whyNoDeviation, null);
  const step = await engine.perform(id, 'mend', 'bo', {motive: 'hurry', because: 'they wait'});
  assert(step.done);
  const [deviation] = (await engine.show(id)).deviations;
  assert.deepEqual([deviation.number, deviation.kind, deviation.because, deviation.confirmation], [1, 'missing_data', 'they wait', 'awaited']);
  assert.deepEqual(deviation.due, new Date('2014-03-04T08:00:00Z'));
  assert.deepEqual((await engine.verdictsFor('anna')).map((one) => one.deviation.number), [1]);
  assert((await engine.confirm(id, 1, 'anna', {because: 'fine'})).done);
  assert.deepEqual(kinds(await engine.disapprove(id, 1, 'anna')), ['taken']);
  await assert.rejects(engine.confirm(id, 2, 'anna'), {kind: 'deviation'});
  assert.deepEqual((await engine.cases({complies: false, confirmation: 'confirmed'})).map((one) => one.caseId), [id]);
});

test('a command with a key is done once, and one for an old revision is refused', async () => {
  const {engine} = new World();
  const first = await engine.start('repair', 'anna', {data: {'ticket.device': 'phone'}, key: 'mail-1'});
  const again = await engine.start('repair', 'anna', {data: {'ticket.device': 'phone'}, key: 'mail-1'});
  assert.equal(again.caseId, first.caseId);
  assert.equal((await engine.cases()).length, 1);
  await engine.perform(first.caseId, 'sort', 'bo');
  const late = await engine.perform(first.caseId, 'sort', 'bo', {expectedRevision: first.revision});
  assert(kinds(late).includes('conflict'));
});

test('calls of one engine are done in the order in which they were made', async () => {
  const {engine} = new World();
  const id = (await engine.start('repair', 'anna', {data: {'ticket.device': 'phone'}})).caseId;
  const settled = [];
  const steps = [];
  for (let i = 0; i < 50; ++i) {
    steps.push(engine.claim(id, 'sort', 'bo').then((step) => settled.push(step.revision)));
    steps.push(engine.withdraw(id, 'sort', 'bo').then((step) => settled.push(step.revision)));
  }
  await Promise.all(steps);
  assert.deepEqual(settled, Array.from({length: 100}, (_, i) => i + 2));
});

test('the log is verified, a person taken out of it, and nothing left to rebuild', async () => {
  const {engine} = new World();
  await engine.start('repair', 'anna', {data: {'ticket.device': 'phone'}});
  const {head} = await engine.verifyLog();
  assert.equal((await engine.erasePerson('anna')).standIn, 'erased-1');
  assert.equal((await engine.erasePerson('nobody')).standIn, null);
  const report = await engine.verifyLog({expectedHead: head});
  assert(report.clean && report.expectedHeadFound, report.problems.join('\n'));
  assert.equal((await engine.verifyLog({expectedHead: '0'.repeat(63) + '1'})).expectedHeadFound, false);
  assert.deepEqual({...(await engine.rebuild())}, {cases: [], heads: 0, strays: 0, left: []});
});
