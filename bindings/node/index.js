'use strict';
// What programs use. The addon does the work on threads of its own; this file checks what it is given, and asks the functions of the program.

const {AsyncLocalStorage, AsyncResource} = require('node:async_hooks');
const native = require('./itsmflow.node');

// ---- Errors: those of <itsmflow/error.hpp> ----

/** The world failed (disk, database, file), or the program misuses the interface. Nothing was changed by the call that failed. */
class ItsmflowError extends Error {
  constructor(message, values = {}) {
    super(message);
    Object.assign(this, values);
  }
}

const codes = {
  ItsmflowError: 'ITSMFLOW_FAILED',
  NotFound: 'ITSMFLOW_NOT_FOUND',
  MovedToArchive: 'ITSMFLOW_MOVED_TO_ARCHIVE',
  UsageError: 'ITSMFLOW_USAGE',
  ModelError: 'ITSMFLOW_MODEL',
  StoreError: 'ITSMFLOW_STORE',
  NotAuthorized: 'ITSMFLOW_NOT_AUTHORIZED',
};

class NotFound extends ItsmflowError {}
class MovedToArchive extends NotFound {}
class UsageError extends ItsmflowError {}
class ModelError extends ItsmflowError {}
class StoreError extends ItsmflowError {}
class NotAuthorized extends ItsmflowError {}

const errors = {ItsmflowError, NotFound, MovedToArchive, UsageError, ModelError, StoreError, NotAuthorized};
for (const [name, type] of Object.entries(errors)) {
  const hidden = {configurable: true, enumerable: false, writable: true};
  Object.defineProperty(type.prototype, 'name', {...hidden, value: name});
  Object.defineProperty(type.prototype, 'code', {...hidden, value: codes[name]});
}

// ---- Functions of the program that the library asks ----

// In which of them the code runs. While one of a directory, a clock or authorize is asked, the engine waits and has its store locked: a call of an engine
// from there could wait for that, and so forever.
const inside = new AsyncLocalStorage();

const asks = {
  rolesOf: (call, person) => call.engine.functions.rolesOf(person),
  holdersOf: (call, role) => call.engine.functions.holdersOf(role),
  clock: (call) => call.engine.functions.clock(),
  authorize: (call, wanted) => call.engine.functions.authorize(wanted),
  service: (call, wanted) => call.engine.services.get(wanted.service)(wanted),
  deliver: (call, notification) => call.deliver(notification),
};
const mayCall = new Set(['service', 'deliver']);

/** The addon asks this. The answer goes back by its number, at once or when the promise is settled. */
function ask(call, number, what, ...words) {
  const place = {what, isOpen: true};
  const give = (value) => {
    place.isOpen = false;
    native.settle(number, value);
  };
  const fail = (thrown) => {
    place.isOpen = false;
    native.fail(number, thrown);
  };
  // In the context of the call, so that what the program keeps there (who is logged in) is found.
  call.context.runInAsyncScope(() => inside.run(place, () => {
    let value;
    try {
      value = asks[what](call, ...words);
    } catch (thrown) {
      fail(thrown);
      return;
    }
    if (what !== 'clock' && typeof value?.then === 'function') {
      Promise.resolve(value).then(give, fail);
    } else {
      give(value);
    }
  }));
}

native.prepare(ask, (type, message, values) => new errors[type](message, values));

/** The place in a function of the program from which a call comes that isn't allowed there; undefined if there is none. */
function notFrom(allowed) {
  const place = inside.getStore();
  return place?.isOpen && !(allowed && mayCall.has(place.what)) ? place.what : undefined;
}

// ---- What the program holds ----

// What each object is in the addon. Nobody else gets at it.
const handles = new WeakMap();

function inWords(given) {
  if (given instanceof Promise) return 'a promise of one; is `await` missing?';
  if (given === null || typeof given !== 'object') return String(given);
  const {name} = given.constructor ?? Object;
  return name === 'Object' ? 'a plain object' : `a ${name}`;
}

function handleOf(object, type, name) {
  const handle = object instanceof type ? handles.get(object) : undefined;
  if (handle === undefined) {
    throw new UsageError(`'${name}' takes a ${type.name}, not ${inWords(object)}`);
  }
  return handle;
}

function need(value, type, name) {
  if (typeof value !== type) throw new UsageError(`'${name}' takes a ${type}, not ${value === null ? 'null' : `a ${typeof value}`}`);
  return value;
}

/** Models that were loaded together. */
class Library {
  constructor(made) {
    if (made?.handle === undefined) throw new UsageError('a Library comes from load() or loadTexts()');
    handles.set(this, made.handle);
    this.models = made.models;
    this.diagnostics = made.diagnostics;
    Object.freeze(this);
  }
}

async function load(paths) {
  if (paths === undefined || paths?.length === 0) throw new UsageError('load takes the paths of models, or of folders with models');
  return new Library(await native.load(typeof paths === 'string' ? [paths] : paths));
}

async function loadTexts(texts) {
  need(texts, 'object', 'texts');
  return new Library(await native.loadTexts(Object.keys(texts), Object.values(texts)));
}

async function verify(library, options) {
  const people = options?.people === undefined ? undefined : handleOf(options.people, Directory, 'people');
  if (people !== undefined && options.people.functions !== undefined)
    throw new UsageError("'people' takes a directory that knows all its people, not one of functions");
  return native.verify(handleOf(library, Library, 'library'), people, options);
}

/** Who there is, and which roles each of them has. */
class Directory {
  constructor(people) {
    need(people, 'object', 'people');
    if (typeof people?.rolesOf === 'function') {
      const hasHolders = people.holdersOf !== undefined;
      if (hasHolders) need(people.holdersOf, 'function', 'holdersOf');
      this.functions = people;
      handles.set(this, native.directoryOfFunctions(hasHolders));
    } else {
      this.functions = undefined;
      handles.set(this, people instanceof LoadedDirectory ? people.handle : native.directory(people));
    }
    this.diagnostics = people instanceof LoadedDirectory ? people.diagnostics : Object.freeze([]);
    Object.defineProperty(this, 'functions', {enumerable: false});
    Object.freeze(this);
  }

  static async load(path) {
    return new Directory(new LoadedDirectory(await native.loadDirectory(path)));
  }
}

class LoadedDirectory {
  constructor(made) {
    Object.assign(this, made);
  }
}

/** Keeps cases. */
class Store {
  constructor(handle) {
    handles.set(this, handle);
  }

  async close() {
    const place = notFrom(false);
    if (place !== undefined) throw new UsageError(`a store isn't closed from '${place}', which a call that uses it may wait for`);
    await native.close(handleOf(this, Store, 'store'));
  }
}
if (Symbol.asyncDispose) {
  Store.prototype[Symbol.asyncDispose] = function () {
    return this.close();
  };
}

class MemoryStore extends Store {
  constructor() {
    super(native.memoryStore());
  }
}

class SqliteStore extends Store {
  constructor(handle) {
    if (typeof handle !== 'object') throw new UsageError('a SqliteStore comes from SqliteStore.open()');
    super(handle);
  }

  static async open(path, options) {
    return new SqliteStore(await native.openSqlite(path, options));
  }

  async backup(to) {
    await native.backup(handles.get(this), to);
  }

  async check() {
    return native.check(handles.get(this));
  }

  async mend() {
    await native.mend(handles.get(this));
  }

  async archive(to, before) {
    return native.archive(handles.get(this), to, before);
  }
}

/** What a call of an engine is, for the functions that are asked on its behalf. */
class CallOf {
  constructor(engine, deliver) {
    this.engine = engine;
    this.deliver = deliver;
    this.context = new AsyncResource('itsmflow');
  }
}

/** Runs cases. */
class Engine {
  #handle;
  #asksAlways;  // something is asked at any call
  #own;

  constructor(library, store, directory, options = {}) {
    const {clock, authorize} = need(options, 'object', 'options') ?? {};
    if (clock !== undefined) need(clock, 'function', 'clock');
    if (authorize !== undefined) need(authorize, 'function', 'authorize');
    const models = handleOf(library, Library, 'library');
    const cases = handleOf(store, Store, 'store');
    const people = handleOf(directory, Directory, 'directory');
    const {rolesOf, holdersOf} = directory.functions ?? {};
    const functions = {
      rolesOf: rolesOf?.bind(directory.functions),
      holdersOf: holdersOf?.bind(directory.functions),
      clock,
      authorize,
    };
    this.#own = {functions, services: new Map()};
    this.#asksAlways = clock !== undefined || authorize !== undefined || rolesOf !== undefined;
    this.#handle = native.engine(models, cases, people, options);
    this.library = library;
    this.store = store;
    this.directory = directory;
    Object.freeze(this);
  }

  #call(work, ...words) {
    return this.#begin(this.#asksAlways ? new CallOf(this.#own) : undefined, work, words);
  }

  async #begin(call, work, words) {
    const place = notFrom(true);
    if (place !== undefined) throw new UsageError(`no engine is to be called from '${place}', for which another call waits`);
    try {
      return await work(this.#handle, call, ...words);
    } catch (error) {
      // It was made where no call of the program stands on the stack; here they do.
      if (error instanceof ItsmflowError) Error.captureStackTrace(error);
      throw error;
    }
  }

  start(process, actor, options) {
    return this.#call(native.start, process, actor, options);
  }
  perform(caseId, activity, actor, work) {
    return this.#call(native.perform, caseId, activity, actor, work);
  }
  begin(caseId, activity, actor, command) {
    return this.#call(native.begin, caseId, activity, actor, command);
  }
  end(caseId, activity, actor, work) {
    return this.#call(native.end, caseId, activity, actor, work);
  }
  claim(caseId, activity, actor, command) {
    return this.#call(native.claim, caseId, activity, actor, command);
  }
  handOver(caseId, activity, actor, to, options) {
    return this.#call(native.handOver, caseId, activity, actor, to, options);
  }
  suspend(caseId, activity, actor, note, command) {
    return this.#call(native.suspend, caseId, activity, actor, note, command);
  }
  resume(caseId, activity, actor, command) {
    return this.#call(native.resume, caseId, activity, actor, command);
  }
  withdraw(caseId, activity, actor, options) {
    return this.#call(native.withdraw, caseId, activity, actor, options);
  }
  set(caseId, activity, actor, data, command) {
    return this.#call(native.set, caseId, activity, actor, data, command);
  }
  cancel(caseId, actor, why, command) {
    return this.#call(native.cancel, caseId, actor, why, command);
  }
  confirm(caseId, deviation, actor, options) {
    return this.#call(native.confirm, caseId, deviation, actor, options);
  }
  disapprove(caseId, deviation, actor, options) {
    return this.#call(native.disapprove, caseId, deviation, actor, options);
  }
  judge(caseId, outcome, actor, options) {
    return this.#call(native.judge, caseId, outcome, actor, options);
  }
  send(caseId, message, options) {
    return this.#call(native.send, caseId, message, options);
  }
  sendToAll(message, options) {
    return this.#call(native.sendToAll, message, options);
  }
  answer(caseId, activity, reply, command) {
    return this.#call(native.answer, caseId, activity, reply, command);
  }
  offersFor(actor, filter) {
    return this.#call(native.offersFor, actor, filter);
  }
  verdictsFor(actor, filter) {
    return this.#call(native.verdictsFor, actor, filter);
  }
  explain(caseId, activity, actor, work) {
    return this.#call(native.explain, caseId, activity, actor, work);
  }
  show(caseId, options) {
    return this.#call(native.show, caseId, options);
  }
  cases(filter) {
    return this.#call(native.cases, filter);
  }
  modelOf(caseId) {
    return this.#call(native.modelOf, caseId);
  }
  events(caseId, options) {
    return this.#call(native.events, caseId, options);
  }
  reportDeviations(options) {
    return this.#call(native.reportDeviations, options);
  }
  erasePerson(person) {
    return this.#call(native.erasePerson, person);
  }
  rebuild() {
    return this.#call(native.rebuild);
  }
  nextDue() {
    return this.#call(native.nextDue);
  }

  async verifyLog({expectedHead = '', archives = [], ...rest} = {}) {
    for (const name of Object.keys(rest)) throw new UsageError(`verifyLog has no option '${name}'; there are expectedHead, archives`);
    return this.#call(native.verifyLog, expectedHead, archives.map((archive) => handleOf(archive, Store, 'archives')));
  }

  onService(name, handler) {
    need(name, 'string', 'name');
    need(handler, 'function', 'handler');
    const isNew = !this.#own.services.has(name);
    this.#own.services.set(name, handler);
    // It is known to the engine before any call that comes after this one begins. Of a closed store the next call tells.
    if (isNew) native.onService(this.#handle, undefined, name).catch(() => {});
  }

  due(options) {
    return this.#begin(new CallOf(this.#own), native.due, [options]);
  }

  async deliver(deliver, options) {
    need(deliver, 'function', 'deliver');
    return this.#begin(new CallOf(this.#own, deliver), native.deliver, [options]);
  }
}

module.exports = {
  version: native.version,
  load,
  loadTexts,
  verify,
  Library,
  Directory,
  Store,
  MemoryStore,
  SqliteStore,
  Engine,
  ItsmflowError,
  NotFound,
  MovedToArchive,
  UsageError,
  ModelError,
  StoreError,
  NotAuthorized,
};
