// What scenarios do from C++ they do from Node, to the byte. tests/bindings/README.md
import assert from 'node:assert/strict';
import {readFile, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {load} from 'itsmflow';
import {Counts, asJavaScriptWrites, difference} from './transcripts.mjs';

const {ITSMFLOW_TRANSCRIPTS: folder, ITSMFLOW_SOURCE: root} = process.env;
const skip = folder && root ? false : 'ITSMFLOW_TRANSCRIPTS and ITSMFLOW_SOURCE name no folders, of transcripts and of the project';

const libraries = new Map();
function libraryOf(models) {
  const known = models.join();
  if (!libraries.has(known)) libraries.set(known, load(models.map((model) => join(root, model))));
  return libraries.get(known);
}

async function transcripts() {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  return Promise.all(names.map(async (name) => ({name, lines: (await readFile(join(folder, name), 'utf8')).split('\n').slice(0, -1)})));
}

test('every scenario comes to the same events and obstacles', {skip}, async (t) => {
  const counts = new Counts();
  const found = [];
  for (const {name, lines} of await transcripts()) {
    const said = await difference(lines, libraryOf, counts);
    if (said !== undefined) found.push(`${name}: ${said}`);
  }
  assert.equal(found.join('\n'), '');
  assert.deepEqual({...counts}, JSON.parse(await readFile(join(folder, 'counts.json'), 'utf8')));
  assert(Object.values(counts).every((count) => count > 0));
  t.diagnostic(`Node compared ${JSON.stringify(counts)}`);
});

// ---- Does it bite? ----

const place = (lines, part) => {
  const at = lines.findIndex((line) => line.includes(part));
  assert.notEqual(at, -1, `no line has ${part} in it`);
  return at;
};

const replaceIn = (lines, at, old, by) => {
  const replaced = lines[at].replace(old, by);
  assert.notEqual(replaced, lines[at]);
  lines[at] = replaced;
};

const perform = '{"call":"perform"';
const changes = {
  'a letter in the sentence of an obstacle': (lines) =>
    replaceIn(lines, place(lines, '"message":"'), /(?<="message":")./, (letter) => String.fromCharCode(letter.charCodeAt(0) ^ 1)),
  'another number of events in the log': (lines) => replaceIn(lines, lines.length - 1, '"events":', '"events":1'),
  'a call that is left out': (lines) => lines.splice(place(lines, perform), 2),
  'somebody else who acts': (lines) => replaceIn(lines, place(lines, perform), '"actor":"', '"actor":"nobody-'),
  'a moment that is a millisecond later': (lines) => replaceIn(lines, place(lines, perform), 'Z"}', '.001Z"}'),
  'a transcript that ends too early': (lines) => lines.pop(),
};

for (const [what, change] of Object.entries(changes)) {
  test(`${what} is noticed`, {skip}, async () => {
    const {lines} = (await transcripts()).find((one) => one.lines.some((line) => line.includes('"message":"')));
    assert.equal(await difference(lines, libraryOf, new Counts()), undefined);
    change(lines);
    assert.notEqual(await difference(lines, libraryOf, new Counts()), undefined);
  });
}

test('doubles are compared as JavaScript writes them', () => {
  assert.equal(asJavaScriptWrites('{"a":"1e5 \\"2.50","b":[3,3.0,1e-07,1e+21,-2.5]}'), '{"a":"1e5 \\"2.50","b":[3,3,1e-7,1e+21,-2.5]}');
});
