// The model of these tests: something is brought to be repaired. A shop sends the part, which is a service.
import {Directory, Engine, MemoryStore, loadTexts} from 'itsmflow';

export const model = `
itsmflow: 1
process: repair
version: 1.0.0
case: ticket
roles: {caller: Caller, technician: Technician}
objects:
  ticket:
    states: [new, sorted, ordered, mended, lost]
    final: [mended, lost]
    fields:
      device: string
      price: number
      part: string
      serial: int
      brought: datetime
      takes: duration
      urgent: bool
      tags: {type: list of string}
      shelf: {fields: {row: int, place: string}}
start:
  role: caller
  requires: [ticket.device]
  asks: [ticket.serial, ticket.brought, ticket.takes, ticket.urgent, ticket.tags, ticket.shelf]
activities:
  sort: {role: technician, moves: {ticket: new -> sorted}}
  order:
    service: shop
    retry: {times: 1, wait: 1 minute}
    results:
      sent: {moves: {ticket: sorted -> ordered}, requires: [ticket.part]}
      failed: {moves: {ticket: sorted -> lost}}
  mend: {role: technician, moves: {ticket: ordered -> mended}, requires: [ticket.price]}
deviations:
  motives: {hurry: {class: will_not, title: No time}}
  allow: [{what: missing_data, activities: [mend], by: technician, confirm: {by: caller, within: 1 day}}]
outcomes: [{success: ticket.state == "mended"}, {failure: ticket.state == "lost"}]
`;

export const people = {anna: ['caller'], bo: ['technician'], cleo: {name: 'Cleo Berg', roles: ['caller', 'technician']}};
export const library = await loadTexts({'repair.yaml': model});

export class World {
  now = new Date('2014-03-03T08:00:00Z');

  constructor({store = new MemoryStore(), directory = new Directory(people), ...options} = {}) {
    this.store = store;
    this.engine = new Engine(library, store, directory, {clock: () => this.now, ...options});
  }

  async start(data = {}) {
    const step = await this.engine.start('repair', 'anna', {data: {'ticket.device': 'phone', ...data}});
    return step.caseId;
  }

  async sorted() {
    const id = await this.start();
    await this.engine.perform(id, 'sort', 'bo');
    return id;
  }

  async state(id) {
    return (await this.engine.show(id)).objects[0].state;
  }
}

export const kinds = (step) => step.obstacles.map((obstacle) => obstacle.kind);
export const after = (milliseconds, value) => new Promise((done) => setTimeout(done, milliseconds, value));
