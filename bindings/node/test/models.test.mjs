import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {Directory, ItsmflowError, Library, ModelError, NotFound, StoreError, UsageError, load, loadTexts, verify, version} from 'itsmflow';
import {library, model} from './repair.mjs';

test('a model is loaded from a text, and says which process it is', () => {
  assert.equal(library.models.length, 1);
  const [repair] = library.models;
  assert.equal(repair.process, 'repair');
  assert.equal(repair.version, '1.0.0');
  assert.equal(repair.source, model);
  assert.match(repair.digest, /^[0-9a-f]{64}$/);
  assert.deepEqual(library.diagnostics, []);
  assert.match(version, /^\d+\.\d+\.\d+$/);
});

test('a model is loaded from a file, by one path or by several', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itsmflow-'));
  const file = path.join(folder, 'repair.yaml');
  fs.writeFileSync(file, model);
  assert.equal((await load(file)).models[0].process, 'repair');
  assert.equal((await load([folder])).models[0].process, 'repair');
  await assert.rejects(load(path.join(folder, 'none.yaml')), (error) => {
    assert(error instanceof NotFound && error instanceof ItsmflowError && error instanceof Error);
    assert.equal(error.kind, 'file');
    assert.equal(error.name, 'NotFound');
    assert.equal(error.code, 'ITSMFLOW_NOT_FOUND');
    return true;
  });
  fs.rmSync(folder, {recursive: true});
});

test('a model tells what people are shown and asked for', async () => {
  const [{roles, objects, fields, start, activities}] = (await loadTexts({'form.yaml': `itsmflow: 1
process: form
version: 1.0.0
title: A form
case: form
roles:
  clerk: {title: Clerk, why: knows the forms}
  asker: {title: Asker}
objects:
  form:
    title: Form
    states: [new, filled]
    final: [filled]
    fields:
      kind: {type: enum, values: [blue, red], title: Colour}
      copies: {type: int, min: 1, max: 9, sensitive: true}
      double: {type: int, is: form.copies * 2}
      lines:
        type: list of record
        fields:
          what: string
          note: {type: text, optional: true}
start: {role: asker, requires: [form.kind], asks: [form.copies]}
activities:
  fill: {role: [clerk, asker], title: Fill it in, moves: {form: new -> filled}, asks: [form.lines]}
`})).models;
  assert.deepEqual(roles.map(({id, title, why}) => [id, title, why]), [['clerk', 'Clerk', 'knows the forms'], ['asker', 'Asker', null]]);
  assert.deepEqual(objects, [{id: 'form', title: 'Form', why: null, states: ['new', 'filled'], finalStates: ['filled'], many: false}]);
  assert.deepEqual(fields.map((field) => field.path), ['form.kind', 'form.copies', 'form.double', 'form.lines']);
  const [kind, copies, double, lines] = fields;
  assert.deepEqual([kind.type, kind.title, kind.choices, kind.takes, kind.derived], ['enum', 'Colour', ['blue', 'red'], 'blue or red', false]);
  assert.deepEqual([copies.type, copies.takes, copies.sensitive], ['int', 'a whole number from 1 to 9', true]);
  assert.equal(double.derived, true);
  assert.equal(lines.type, 'list of record');
  assert.deepEqual(lines.members.map(({path, type, optional}) => [path, type, optional]), [['what', 'string', false], ['note', 'text', true]]);
  assert.deepEqual(start, {roles: ['asker'], required: ['form.kind'], asked: ['form.copies']});
  assert.deepEqual(activities, [
    {id: 'fill', title: 'Fill it in', why: null, roles: ['clerk', 'asker'], service: null, results: [{id: null, title: null}], parts: [], answers: []},
  ]);
  assert(Object.isFrozen(fields) && Object.isFrozen(kind.choices));
});

test('a model with errors rejects with all that was found, each with its place', async () => {
  const wrong = model.replace('new -> sorted', 'new -> sortd').replace('role: caller\n', 'role: callr\n');
  await assert.rejects(loadTexts({'wrong.yaml': wrong}), (error) => {
    assert(error instanceof ModelError);
    const found = error.diagnostics.filter((one) => one.severity === 'error');
    assert.deepEqual(found.map((one) => one.rule), ['unknown-role', 'unknown-state']);
    const [, state] = found;
    const lines = wrong.split('\n');
    const line = lines.findIndex((text) => text.includes('sortd')) + 1;
    assert.equal(state.place.file, 'wrong.yaml');
    assert.equal(state.place.line, line);
    assert.equal(state.place.column, lines[line - 1].indexOf('sortd') + 1);
    assert.equal(state.text, `wrong.yaml:${line}:${state.place.column}: error: ${state.message} [unknown-state]`);
    assert(Object.isFrozen(state) && Object.isFrozen(state.place));
    return true;
  });
});

test('a proof finds that a case can get stuck, and how', async () => {
  assert.deepEqual((await verify(library)).filter((one) => one.severity === 'error'), []);
  const stuck = await loadTexts({'stuck.yaml': model.replace('  mend: {role: technician,', '  mend: {role: technician, when: ticket.price > 0.0 && ticket.price < 0.0,')});
  const found = (await verify(stuck, {process: 'repair'})).filter((one) => one.severity === 'error');
  assert(found.length > 0);
  assert(found.some((one) => one.trace.length > 0));
  await assert.rejects(verify(library, {process: 'none'}), {name: 'NotFound', kind: 'process', wanted: 'none'});
});

test('a proof with people says who is needed', async () => {
  const nobody = await verify(library, {people: new Directory({anna: ['caller']})});
  assert(nobody.some((one) => one.severity === 'error' && one.message.includes('sort')), nobody.map((one) => one.text).join('\n'));
  await assert.rejects(verify(library, {people: new Directory({rolesOf: () => []})}), UsageError);
});

test('people come from a file', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itsmflow-'));
  const file = path.join(folder, 'people.yaml');
  fs.writeFileSync(file, 'people: {anna: [caller]}\n');
  assert((await Directory.load(file)) instanceof Directory);
  fs.writeFileSync(file, 'people: {anna: caller: x}\n');
  await assert.rejects(Directory.load(file), (error) => error instanceof ModelError && error.diagnostics.length > 0);
  await assert.rejects(Directory.load(path.join(folder, 'none.yaml')), (error) => error instanceof NotFound || error instanceof StoreError);
  fs.rmSync(folder, {recursive: true});
});

test('what makes no sense is a UsageError that says what would', async () => {
  assert.throws(() => new Library(), UsageError);
  assert.throws(() => new Directory({anna: 'caller'}), {name: 'UsageError', message: /anna/});
  assert.throws(() => new Directory({anna: {role: ['caller']}}), {name: 'UsageError', message: /'role'; there are name, roles/});
  assert.throws(() => new Directory(), UsageError);
  await assert.rejects(load(3), UsageError);
  await assert.rejects(load([]), {name: 'UsageError', message: /paths/});
  await assert.rejects(verify(Promise.resolve(library)), {name: 'UsageError', message: /`await` missing/});
  await assert.rejects(loadTexts({a: 3}), UsageError);
  await assert.rejects(verify({}), UsageError);
  await assert.rejects(verify(library, {states: 3}), {name: 'UsageError', message: /'states'/});
});
