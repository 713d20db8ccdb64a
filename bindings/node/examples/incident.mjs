// node incident.mjs DATABASE PEOPLE MODEL...   takes a major incident to its coordinator. DATABASE is a file that the program `itsmflow` works on too.
import {Directory, Engine, ItsmflowError, SqliteStore, load} from 'itsmflow';

/** Says what came of a step. One that was refused says why. */
function say(what, step) {
  console.log(`${what}: ${step.done ? 'done' : 'refused'}`);
  for (const obstacle of step.obstacles) console.log(`  ${obstacle.message}`);
}

async function run(database, peopleFile, models) {
  const library = await load(models);  // of wrong models it is told all that was found
  const people = await Directory.load(peopleFile);
  const store = await SqliteStore.open(database);
  const engine = new Engine(library, store, people);

  // The pager. Somebody answers; until then other steps go on.
  engine.onService('pager', async (call) => {
    const onCall = await ring('max');
    console.log(`case ${call.caseId}: the pager of ${onCall} rings`);
    return {result: 'answered', data: {'major.on_call': onCall}};
  });

  const started = await engine.start('incident-on-call', 'uma', {data: {'incident.summary': 'Nobody in the town hall can log in'}});
  const id = started.caseId;
  say('uma starts', started);

  say('sam resolves', await engine.perform(id, 'resolve', 'sam'));

  const found = {'incident.impact': 'department', 'incident.urgency': 'critical', 'incident.group': 'networks'};
  say('dana assigns', await engine.perform(id, 'assign', 'dana', {data: found}));
  say('dana declares it major', await engine.perform(id, 'declare_major', 'dana'));

  // Services are called here and nowhere else. A program that goes on running does this again and again: nextDue() says when.
  await engine.due();

  const offers = await engine.offersFor('max', {caseId: id});
  console.log(`max may do: ${offers.map((offer) => offer.activity).join(', ')}`);

  const plan = {'major.plan': 'Sam looks at the switches'};
  say('max coordinates', await engine.perform(id, 'coordinate', 'max', {data: plan}));

  await store.close();
}

/** Stands for whatever reaches people where you are. */
async function ring(person) {
  return new Promise((answered) => setTimeout(answered, 10, person));
}

const [database, peopleFile, ...models] = process.argv.slice(2);
if (models.length === 0) {
  console.error('node incident.mjs DATABASE PEOPLE MODEL...');
  process.exit(2);
}
try {
  await run(database, peopleFile, models);
} catch (error) {
  if (!(error instanceof ItsmflowError)) throw error;
  console.error(error.message);
  process.exitCode = 3;
}
