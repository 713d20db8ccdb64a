// desk DATABASE MODEL...: people of the program's own, a service that fails at first, and a step that is done in spite of what stands in its way.
import {Directory, Engine, ItsmflowError, SqliteStore, load} from 'itsmflow';

/** Who has which roles: in a program that may be a table, or a question to a server. */
const staff = {uma: ['user'], dana: ['service_desk'], ines: ['incident_manager'], max: ['major_incident_coordinator']};

function say(what, step) {
  console.log(`${what}: ${step.done ? 'done' : 'refused'}`);
  for (const obstacle of step.obstacles) console.log(`  ${obstacle.message}`);
}

async function run(database, models) {
  const library = await load(models);
  const people = new Directory({
    rolesOf: async (person) => staff[person] ?? null,  // null: nobody of that id
    holdersOf: async (role) => Object.keys(staff).filter((person) => staff[person].includes(role)),
  });
  const store = await SqliteStore.open(database);
  const engine = new Engine(library, store, people);

  engine.onService('pager', async (call) => {
    console.log(`try ${call.attempt}: ${call.attempt === 1 ? 'the line is busy' : 'max answers'}`);
    if (call.attempt === 1) return {failure: 'the line is busy'};
    return {result: 'answered', data: {'major.on_call': 'max'}};
  });

  const {caseId: major} = await engine.start('incident-on-call', 'uma', {data: {'incident.summary': 'Nobody can log in'}});
  say('uma assigns', await engine.perform(major, 'assign', 'uma'));
  const found = {'incident.impact': 'department', 'incident.urgency': 'critical', 'incident.group': 'networks'};
  say('dana assigns', await engine.perform(major, 'assign', 'dana', {data: found}));
  say('dana declares it major', await engine.perform(major, 'declare_major', 'dana'));

  // The model tries again after five minutes. A program would wait until then; here the moment is said.
  await engine.due();
  await engine.due({now: await engine.nextDue()});
  for (const event of await engine.events(major)) if (event.type === 'call_failed') console.log(`failed: ${event.note}`);

  // On the phone there is no time to write the solution down.
  const {caseId: printer} = await engine.start('incident-on-call', 'uma', {data: {'incident.summary': 'The printer is silent'}});
  const data = {'incident.service': 'printing', 'incident.code': 'repaired'};
  const refused = await engine.perform(printer, 'resolve_at_once', 'dana', {data});
  say('dana resolves', refused);
  for (const way of refused.deviations) console.log(`  possible: ${way.kinds} for ${way.motives}, confirmed by ${way.confirmBy}`);
  const deviation = {motive: 'too_many_calls', because: 'forty calls wait'};
  say('dana resolves, as a deviation', await engine.perform(printer, 'resolve_at_once', 'dana', {data, ...deviation}));
  say('ines confirms', await engine.confirm(printer, 1, 'ines'));

  const [report] = await engine.reportDeviations({by: ['motive']});
  console.log(`deviations reported: ${report.deviations}`);

  say('uma confirms', await engine.perform(printer, 'confirm', 'uma', {result: 'works'}));
  await store.close();
}

const [database, ...models] = process.argv.slice(2);
if (models.length === 0) {
  console.error('node desk.mjs DATABASE MODEL...');
  process.exit(2);
}
try {
  await run(database, models);
} catch (error) {
  if (!(error instanceof ItsmflowError)) throw error;
  console.error(error.message);
  process.exitCode = 3;
}
