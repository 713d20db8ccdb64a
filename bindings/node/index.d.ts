// itsmflow for Node: docs/node.md goes from nothing to a running case. What is said here is what the C++ headers say, in the same words.
//
// What an engine gives is frozen. A text or number that isn't there is null. Moments are Dates, to the millisecond.

/** Of the library that runs: "0.1.0". */
export const version: string;

// As newer libraries of TypeScript declare it, for older ones.
declare global {
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
}

// ---- Values ----

/**
 * What fields hold and messages say. Whole numbers are numbers, or bigints where a number doesn't hold them exactly; moments are Dates, lengths of time texts ("15 hours";
 * they come back as "54000s"), as are dates ("2014-03-03"), times of day, persons, URIs, and the values of enums. null: not filled.
 */
export type Value = null | boolean | number | bigint | string | Date | readonly Value[] | {readonly [name: string]: Value};
/** Values by the path of their field: {'rfc.summary': 'log-in script'}. */
export type Data = {readonly [path: string]: Value};
/** In what is given, undefined stands for null. */
export type GivenValue = undefined | null | boolean | number | bigint | string | Date | readonly GivenValue[] | {readonly [name: string]: GivenValue};
export type GivenData = {readonly [path: string]: GivenValue};

// ---- Errors ----

/** The world failed (disk, database, file), or the program misuses the interface. Nothing was changed by the call that failed. */
export class ItsmflowError extends Error {
  readonly code:
    | 'ITSMFLOW_FAILED'
    | 'ITSMFLOW_NOT_FOUND'
    | 'ITSMFLOW_MOVED_TO_ARCHIVE'
    | 'ITSMFLOW_USAGE'
    | 'ITSMFLOW_MODEL'
    | 'ITSMFLOW_STORE'
    | 'ITSMFLOW_NOT_AUTHORIZED';
}
/** The caller named something that does not exist. The message says what, and what there is instead. */
export class NotFound extends ItsmflowError {
  readonly kind: 'case' | 'actor' | 'process' | 'activity' | 'result' | 'field' | 'work_item' | 'file' | 'motive' | 'deviation' | 'outcome';
  /** The name that was looked for. */
  readonly wanted: string;
}
/** The case, or the command with that key, is in an archive now. */
export class MovedToArchive extends NotFound {
  readonly caseId: number;
}
/** The call makes no sense as it is: a value of the wrong type, an option that there isn't, a closed store. */
export class UsageError extends ItsmflowError {}
/** What was to be loaded has errors. */
export class ModelError extends ItsmflowError {
  /** All that was found. */
  readonly diagnostics: readonly Diagnostic[];
}
/** The store could not do what it was asked. Everything acknowledged before is still there. */
export class StoreError extends ItsmflowError {
  readonly kind: 'cannot_open' | 'busy' | 'full' | 'read_only' | 'newer_version' | 'corrupt' | 'io';
}
/** The program's own `authorize` didn't let the call through. Nothing was read or written. */
export class NotAuthorized extends ItsmflowError {
  readonly entry: string;
  /** 0: over all cases, or one that is yet to come. */
  readonly caseId: number;
}

// ---- Models ----

/** A stretch of a text. Lines and columns count from 1, `begin` and `end` in bytes from 0; each end is exclusive. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly begin: number;
  readonly end: number;
}
/** One thing that is found in a model or a directory. */
export interface Diagnostic {
  /** Permanent kebab-case name, such as "unknown-state". */
  readonly rule: string;
  readonly severity: 'note' | 'warning' | 'error';
  readonly message: string;
  readonly place: Place | null;
  /** Words beside the marked text. */
  readonly label: string | null;
  /** What to write instead. */
  readonly help: string | null;
  readonly related: readonly {readonly message: string; readonly place: Place | null}[];
  /** How a case gets there, none shorter; empty where it isn't about behaviour. */
  readonly trace: readonly {readonly message: string; readonly place: Place | null}[];
  readonly fixes: readonly {readonly replacement: string; readonly safety: 'safe' | 'unsafe'; readonly place: Place | null}[];
  /** "file:line:column: error: message [rule]". */
  readonly text: string;
}
/** What people may be in a process. */
export interface Role {
  readonly id: string;
  /** null, here and below: the model has none. */
  readonly title: string | null;
  readonly why: string | null;
}
/** What a process is about. */
export interface ObjectType {
  readonly id: string;
  readonly title: string | null;
  readonly why: string | null;
  /** The first is the one it starts in; []: it has data only. */
  readonly states: readonly string[];
  readonly finalStates: readonly string[];
  /** A case has several of it. */
  readonly many: boolean;
}
/** A piece of data, and what it takes. */
export interface Field {
  /** 'rfc.accounts'; of a member of a record its id. */
  readonly path: string;
  readonly title: string | null;
  readonly why: string | null;
  /** As models write it: 'int', 'list of enum', 'ref problem'. */
  readonly type: string;
  /** Of an enumeration, or of a list of one. */
  readonly choices: readonly string[];
  /** For people: 'a whole number from 1'. */
  readonly takes: string;
  /** What it holds at first; null: it isn't filled. */
  readonly initial: Value;
  /** A member of a record: may be left out. */
  readonly optional: boolean;
  /** It is computed and can't be given. */
  readonly derived: boolean;
  /** What it holds stays out of what people read. */
  readonly sensitive: boolean;
  /** Of a record, or of the records of a list. */
  readonly members: readonly Field[];
}
/** What an activity can end with. */
export interface Result {
  /** null: the only one, without a name. */
  readonly id: string | null;
  readonly title: string | null;
}
/** One of several pieces of work of which an activity consists. */
export interface Part {
  readonly id: string;
  readonly title: string | null;
  /** Any of them may do it. */
  readonly roles: readonly string[];
}
export type MotiveClass = 'cannot' | 'will_not' | 'better_way';
/** A reason that people may give for a deviation. */
export interface DeclaredMotive {
  readonly id: string;
  readonly title: string | null;
  readonly why: string | null;
  readonly motiveClass: MotiveClass;
}
/** What a case can come to. */
export interface Outcome {
  readonly id: string;
  readonly title: string | null;
  readonly why: string | null;
  readonly countsAs: 'success' | 'failure' | 'neither';
}
/** What is done in a process. */
export interface Activity {
  readonly id: string;
  readonly title: string | null;
  readonly why: string | null;
  /** Any of them may do it, or votes; []: no person does, or each part has its own. */
  readonly roles: readonly string[];
  /** The name of the handler that does it; null: none does. */
  readonly service: string | null;
  readonly results: readonly Result[];
  /** []: it doesn't consist of parts. */
  readonly parts: readonly Part[];
  /** What one person may answer, where several do it; then an offer has these as results. */
  readonly answers: readonly string[];
}
/** One version of a process. */
export interface Model {
  readonly process: string;
  readonly version: string;
  readonly title: string | null;
  readonly why: string | null;
  readonly roles: readonly Role[];
  readonly objects: readonly ObjectType[];
  /** Of all objects. */
  readonly fields: readonly Field[];
  /** How a case begins: which roles may start one ([]: anybody), and paths of fields that must and that may be given. */
  readonly start: {readonly roles: readonly string[]; readonly required: readonly string[]; readonly asked: readonly string[]};
  readonly activities: readonly Activity[];
  readonly motives: readonly DeclaredMotive[];
  readonly outcomes: readonly Outcome[];
  /** Of the source, in hex; identifies it. */
  readonly digest: string;
  readonly source: string;
}
/** Models that were loaded together. */
export class Library {
  private constructor();
  readonly models: readonly Model[];
  /** What was found beside errors. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads files, and all models below folders. Rejects with ModelError where one has errors. Loading doesn't prove: verify() does. */
export function load(paths: string | readonly string[]): Promise<Library>;
/** The same of texts, by the names that their findings show. */
export function loadTexts(texts: {readonly [name: string]: string}): Promise<Library>;

export interface VerifyOptions {
  /** One process; undefined: all. */
  process?: string;
  /** Also finds whether these can do the work; they must be loaded or given as an object. */
  people?: Directory;
  maxStates?: number;
  /** Also tries every deviation that is permitted, from everywhere. That can take a hundred times as long. */
  deep?: boolean;
}
/** Proves that cases can end from wherever they come to, and finds what is wrong. docs/proofs.md. */
export function verify(library: Library, options?: VerifyOptions): Promise<readonly Diagnostic[]>;

// ---- People ----

/** Functions over whatever you have; either may give a promise. They must not call an engine. */
export interface DirectoryFunctions {
  /** The roles of a person; null or undefined: there is nobody of that id. */
  rolesOf(person: string): readonly string[] | null | undefined | Promise<readonly string[] | null | undefined>;
  /** The persons who have a role, always in the same order. Without it refusals don't name who could do it. */
  holdersOf?(role: string): readonly string[] | Promise<readonly string[]>;
}
export type People = {readonly [person: string]: readonly string[] | {readonly name?: string; readonly roles?: readonly string[]}};
/** Who there is, and which roles each of them has. The only place roles come from. */
export class Directory {
  constructor(people: People | DirectoryFunctions);
  /** Reads a file: `people: {anna: [assigner], bo: {name: Bo Berg, roles: [operator]}}`. */
  static load(path: string): Promise<Directory>;
  readonly diagnostics: readonly Diagnostic[];
}

// ---- Stores ----

export abstract class Store {
  /** Ends it when all calls of engines on it are done. What engines on it are asked for afterwards is a UsageError. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
/** Keeps everything in memory. */
export class MemoryStore extends Store {
  constructor();
}
export interface SqliteOptions {
  /**
   * `full` (the default): a step that is done survives a power cut. `normal`: the end of the process; a power cut may take the last steps, never half of one. `group`: as full;
   * steps of several engines share one commit.
   */
  durability?: 'full' | 'normal' | 'group';
  /** `create` (the default): made where there is none. */
  open?: 'create' | 'existing' | 'readOnly';
  /** How long to wait for other writers before StoreError, 'busy'; 5000. */
  busyTimeoutMs?: number;
}
/** Keeps everything in one SQLite file that several processes may use at a time. docs/store.md. */
export class SqliteStore extends Store {
  private constructor();
  static open(path: string, options?: SqliteOptions): Promise<SqliteStore>;
  /** Copies the file to a new one, as it is at one moment, while others go on working with it. */
  backup(to: string): Promise<void>;
  /** Looks for what is wrong with the file itself. */
  check(): Promise<{readonly problems: readonly string[]; readonly mendable: number}>;
  mend(): Promise<void>;
  /** Moves closed cases whose last change is before a moment to another file. */
  archive(to: string, before: Date): Promise<ArchiveReport>;
}
/** Numbers of cases, but for `events`. */
export interface ArchiveReport {
  readonly moved: number;
  readonly events: number;
  readonly open: number;
  readonly recent: number;
  readonly waiting: number;
  readonly linked: number;
}

// ---- What comes with a step ----

export interface Command {
  /** Idempotency key: repeating a command with it gives the first result. */
  key?: string;
  /** Refuse with `conflict` if the case has moved on from it. */
  expectedRevision?: number;
  /** Of an activity of several items, or about one element: which, or "new". */
  item?: string;
}
/** A deviation: a step in spite of its obstacles. docs/deviations.md. */
export interface Motive {
  /** One that the model declares. */
  motive?: string;
  /** Why, in words. */
  because?: string;
  /** undefined: the one that is permitted and possible. */
  as?: 'skip' | 'extra' | 'again';
  /** What a skip passes over: "transfer.understood". */
  skipping?: readonly string[];
}
export interface Work extends Command, Motive {
  /** Which result it ends with; left out only where there are none. */
  result?: string;
  data?: GivenData;
}

// ---- What comes of it ----

export type DeviationKind = 'skip' | 'extra' | 'again' | 'override_guard' | 'missing_data' | 'out_of_role' | 'override_people' | 'override_rule';
export type ObstacleKind =
  | 'case_over'
  | 'taken'
  | 'conflict'
  | 'not_reached'
  | 'wrong_state'
  | 'guard_false'
  | 'missing_data'
  | 'wrong_role'
  | 'four_eyes'
  | 'same_person'
  | 'rule'
  | 'would_strand';
export interface Obstacle {
  readonly kind: ObstacleKind;
  /** A sentence for the person who was refused. */
  readonly message: string;
  /** The roles, persons, activities or fields that would remove it. */
  readonly remedies: readonly string[];
  readonly canBeOverridden: boolean;
}
/** What it would take to do a step all the same that is refused. */
export interface DeviationOption {
  readonly kinds: readonly DeviationKind[];
  readonly motives: readonly string[];
  readonly skips: readonly string[];
  readonly nameFirst: readonly string[];
  readonly giveFirst: readonly string[];
  readonly confirmBy: readonly string[];
  readonly couldConfirm: readonly string[];
  readonly assumes: readonly string[];
  readonly completion: readonly string[];
  readonly obstacles: readonly Obstacle[];
}
export type EventType =
  | 'started'
  | 'claimed'
  | 'handed_over'
  | 'accepted'
  | 'begun'
  | 'suspended'
  | 'resumed'
  | 'set'
  | 'opened'
  | 'item_done'
  | 'done'
  | 'withdrawn'
  | 'routed'
  | 'timer_set'
  | 'timer_stopped'
  | 'timer_due'
  | 'received'
  | 'called'
  | 'call_failed'
  | 'launched'
  | 'returned'
  | 'linked'
  | 'deviated'
  | 'confirmed'
  | 'disapproved'
  | 'confirmation_late'
  | 'judged'
  | 'over'
  | 'cancelled';
export interface Event {
  readonly caseId: number;
  /** In its case, from 1. */
  readonly number: number;
  /** The number of the first event of the step it came with. */
  readonly step: number;
  /** Over all cases; null while it isn't known. */
  readonly position: number | null;
  readonly type: EventType;
  readonly at: Date;
  /** null: the engine. */
  readonly actor: string | null;
  readonly role: string | null;
  readonly activity: string | null;
  readonly result: string | null;
  readonly item: string | null;
  readonly answer: string | null;
  readonly message: string | null;
  /** Another case. */
  readonly other: number | null;
  readonly person: string | null;
  readonly note: string | null;
  readonly data: Data;
  readonly withheld: readonly string[];
  /** Its number in the case. */
  readonly deviation: number | null;
  readonly kind: DeviationKind | null;
  readonly motive: string | null;
  readonly overrode: readonly string[];
  readonly outcome: string | null;
}
/** What came of a command: events, or obstacles and nothing changed. */
export interface Step {
  readonly done: boolean;
  /** Of a refused start: 0. */
  readonly caseId: number;
  /** After the step; of a refused one, the revision it was decided on. */
  readonly revision: number;
  readonly events: readonly Event[];
  readonly obstacles: readonly Obstacle[];
  /** Of a refused step without a motive: how it could be done all the same. */
  readonly deviations: readonly DeviationOption[];
  /** Of a refused step with a motive: why the deviation wasn't accepted. */
  readonly whyNot: string | null;
}

// ---- What is seen ----

export type WorkStatus = 'offered' | 'claimed' | 'handed_over' | 'begun' | 'suspended';
export interface OfferedField {
  readonly path: string;
  readonly required: boolean;
  readonly filled: boolean;
  readonly value: Value;
  readonly withheld: boolean;
}
export interface OfferedResult {
  /** null: the unnamed one. */
  readonly id: string | null;
  readonly fields: readonly OfferedField[];
}
/** Something that one person may do now, or has in hand. */
export interface Offer {
  readonly caseId: number;
  readonly process: string;
  readonly activity: string;
  readonly item: string | null;
  readonly element: Value;
  readonly role: string | null;
  readonly status: WorkStatus;
  readonly withheld: readonly string[];
  readonly results: readonly OfferedResult[];
  readonly giver: string | null;
  readonly note: string | null;
}
export interface Explanation {
  readonly activity: string;
  readonly item: string | null;
  readonly result: string | null;
  /** There are no obstacles. */
  readonly may: boolean;
  readonly obstacles: readonly Obstacle[];
  /** Persons who could, once the obstacles are gone that aren't theirs. */
  readonly could: readonly string[];
  readonly deviations: readonly DeviationOption[];
  readonly couldDeviate: readonly string[];
  readonly whyNoDeviation: string | null;
}
export type ConfirmationStatus = 'none' | 'awaited' | 'late' | 'confirmed' | 'disapproved';
export interface Deviation {
  readonly number: number;
  readonly kind: DeviationKind;
  readonly activity: string;
  readonly result: string | null;
  readonly item: string | null;
  readonly motive: string;
  readonly motiveClass: MotiveClass;
  readonly because: string | null;
  readonly person: string;
  readonly role: string | null;
  readonly at: Date;
  readonly confirmation: ConfirmationStatus;
  readonly confirmBy: readonly string[];
  readonly due: Date | null;
  readonly judge: string | null;
}
/** Something that one person may say of a case: confirm or disapprove a deviation, or (null) judge the case. */
export interface VerdictOffer {
  readonly caseId: number;
  readonly process: string;
  readonly deviation: Deviation | null;
}
export type CaseStatus = 'open' | 'over' | 'cancelled';
/** A case as it stands. */
export interface Case {
  readonly caseId: number;
  readonly process: string;
  readonly version: string;
  readonly status: CaseStatus;
  readonly revision: number;
  readonly started: Date;
  readonly changed: Date;
  readonly objects: readonly {readonly id: string; readonly state: string | null}[];
  readonly elements: readonly {
    readonly object: string;
    readonly item: string;
    readonly state: string | null;
    readonly data: Data;
    readonly withheld: readonly string[];
  }[];
  readonly data: Data;
  /** Filled fields that are sensitive. */
  readonly withheld: readonly string[];
  readonly work: readonly {
    readonly activity: string;
    readonly item: string | null;
    readonly status: WorkStatus;
    readonly roles: readonly string[];
    readonly holder: string | null;
    readonly giver: string | null;
    readonly note: string | null;
  }[];
  readonly waits: readonly {
    readonly activity: string;
    readonly service: string | null;
    readonly tries: number;
    readonly message: string | null;
    readonly other: number | null;
  }[];
  readonly timers: readonly {readonly activity: string; readonly result: string | null; readonly due: Date}[];
  readonly itemsDone: readonly {
    readonly activity: string;
    readonly item: string;
    readonly person: string;
    readonly answer: string | null;
  }[];
  readonly messages: readonly {
    readonly name: string;
    readonly values: Data;
    readonly withheld: boolean;
    readonly untaken: readonly {readonly activity: string; readonly why: readonly string[]}[];
  }[];
  readonly parent: number | null;
  readonly rules: readonly {
    readonly rule: string;
    readonly title: string | null;
    readonly says: string;
    readonly status: string;
    readonly isOff: boolean;
    readonly satisfiedBy: readonly string[];
  }[];
  readonly peopleRules: readonly {
    readonly rule: string;
    readonly title: string | null;
    readonly says: string;
    readonly parts: readonly {
      readonly activity: string;
      readonly item: string | null;
      readonly person: string;
      readonly ended: boolean;
      readonly at: Date;
      readonly passedOver: boolean;
    }[];
  }[];
  readonly votes: readonly {
    readonly activity: string;
    readonly quorum: number;
    readonly cast: number;
    readonly inFavour: string | null;
    readonly against: string | null;
    readonly hasVeto: boolean;
    readonly votesFor: number;
    readonly votesAgainst: number;
  }[];
  readonly deviations: readonly Deviation[];
  readonly assumed: readonly string[];
  readonly outcome: string | null;
  readonly countsAs: 'success' | 'failure' | 'neither' | null;
  readonly judge: string | null;
}

// ---- Outside ----

/** An activity that your program is to do. */
export interface ServiceCall {
  /** The same at every delivery of the same call; another one for another try. */
  readonly key: string;
  readonly caseId: number;
  readonly process: string;
  readonly service: string;
  readonly activity: string;
  readonly attempt: number;
  /** Filled fields of the case, sensitive ones too. */
  readonly data: Data;
}
export interface ServiceReply {
  /** Which result the activity ends with; left out only where it has one without a name. */
  result?: string;
  data?: GivenData;
  /** Not empty: it failed, and why; it is tried again as `retry` says. */
  failure?: string;
}
/** Nothing where the answer comes later, by Engine.answer. What it throws counts as failing. It may call the engine. */
export type ServiceHandler = (
  call: ServiceCall,
) => ServiceReply | null | undefined | void | Promise<ServiceReply | null | undefined | void>;
/** Something to tell a person. */
export interface Notification {
  /** The same at every delivery of the same thing. */
  readonly key: string;
  readonly caseId: number;
  readonly kind: 'withdrawn' | 'handed_over' | 'deviated' | 'confirmation_late' | 'confirmed' | 'disapproved';
  readonly to: string;
  readonly activity: string | null;
  readonly item: string | null;
  readonly note: string | null;
  readonly at: Date;
  readonly deviation: number | null;
}
export interface LogReport {
  /** There are no problems. */
  readonly clean: boolean;
  readonly events: number;
  readonly cases: number;
  readonly head: string;
  readonly expectedHeadFound: boolean;
  readonly expectedHeadUndecided: boolean;
  readonly elsewhere: number;
  readonly problems: readonly string[];
  readonly mendable: number;
}

export interface CaseCounts {
  readonly failed: number;
  readonly succeeded: number;
  readonly neither: number;
  readonly undecided: number;
  readonly cancelled: number;
  readonly open: number;
  readonly withoutOutcomes: number;
}
/** How deviations and failures go together. This is no cause. <itsmflow/association.hpp> says how it is reckoned. */
export interface Association {
  readonly oddsRatio: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  readonly method: 'exact' | 'approximate';
}
export interface DeviationReport {
  readonly process: string;
  readonly cases: number;
  readonly elsewhen: number;
  readonly firstEnd: Date | null;
  readonly lastEnd: Date | null;
  readonly deviations: number;
  readonly deviating: CaseCounts;
  readonly complying: CaseCounts;
  readonly association: Association | null;
  readonly incomparable: string | null;
  readonly comparisons: number;
  readonly tables: readonly {
    readonly by: 'activity' | 'kind' | 'motive' | 'class' | 'role' | 'period';
    readonly groups: readonly {
      readonly name: string | null;
      readonly deviations: number;
      readonly deviating: CaseCounts;
      readonly complying: CaseCounts;
      readonly association: Association | null;
      readonly adjustedP: number | null;
    }[];
  }[];
}

// ---- The engine ----

/** What somebody is about to do with an engine. */
export interface AccessRequest {
  /** The method: "perform", "show"; of sendToAll "send". */
  readonly entry: string;
  readonly actor: string | null;
  readonly caseId: number | null;
  readonly process: string | null;
  readonly sensitive: boolean;
}
export interface EngineOptions {
  /** What time it is; undefined: the system's clock. Gives a Date, and no promise. */
  clock?: () => Date;
  /** Whether a call may be made: true lets it through. May give a promise; must not call an engine. It runs in the asynchronous context of the call. */
  authorize?: (wanted: AccessRequest) => boolean | Promise<boolean>;
  /** How long a call of a service is left to the process that took it; 300. */
  leaseSeconds?: number;
  agendaLimit?: number;
  searchLimit?: number;
}
export interface OfferFilter {
  /** Only cases above it. */
  after?: number;
  limit?: number;
  /** What sensitive fields hold is shown, too. */
  sensitive?: boolean;
}
export interface CaseFilter {
  process?: string;
  status?: CaseStatus;
  /** Path of a field or of a state ("rfc.state"). */
  field?: string;
  /** What that field holds. */
  value?: GivenValue;
  outcome?: string;
  complies?: boolean;
  confirmation?: ConfirmationStatus;
  after?: number;
  limit?: number;
  sensitive?: boolean;
}
export interface Verdict extends Command {
  because?: string;
}

/**
 * Runs cases: commands in, obstacles or events out, each step atomic and durable as the store promises.
 *
 * Each call is done on another thread and gives a promise. Calls of one engine are done one after the other, in the order in which they were made; but while `due` or `deliver`
 * waits for a function of yours, the later ones are done. They reject with NotFound for an unknown case, actor, activity, result or field, UsageError for data that the step does not
 * take, StoreError when the world fails: nothing is changed then. What a directory, a clock or `deliver` throws, the call rejects with.
 */
export class Engine {
  constructor(library: Library, store: Store, directory: Directory, options?: EngineOptions);
  readonly library: Library;
  readonly store: Store;
  readonly directory: Directory;

  start(process: string, actor: string, options?: Command & {data?: GivenData}): Promise<Step>;
  /** From begin to end, or the end of what the actor has begun. With a motive in spite of its obstacles, where the model permits it. */
  perform(caseId: number, activity: string, actor: string, work?: Work): Promise<Step>;
  begin(caseId: number, activity: string, actor: string, command?: Command): Promise<Step>;
  end(caseId: number, activity: string, actor: string, work?: Work): Promise<Step>;
  /** Reserves an activity; also accepts one that was handed over. */
  claim(caseId: number, activity: string, actor: string, command?: Command): Promise<Step>;
  /** Gives claimed or begun work to another person, who must claim it to accept. `confirm` is what the receiver confirms by doing so. */
  handOver(caseId: number, activity: string, actor: string, to: string, options?: Command & {confirm?: string}): Promise<Step>;
  suspend(caseId: number, activity: string, actor: string, note: string, command?: Command): Promise<Step>;
  resume(caseId: number, activity: string, actor: string, command?: Command): Promise<Step>;
  /** Gives claimed or begun work back. */
  withdraw(caseId: number, activity: string, actor: string, options?: Command & {note?: string}): Promise<Step>;
  /** Fills in fields that a begun activity requires or asks for. */
  set(caseId: number, activity: string, actor: string, data: GivenData, command?: Command): Promise<Step>;
  /** Gives the whole case up. */
  cancel(caseId: number, actor: string, why: string, command?: Command): Promise<Step>;
  /** Confirms a deviation by its number. */
  confirm(caseId: number, deviation: number, actor: string, options?: Verdict): Promise<Step>;
  disapprove(caseId: number, deviation: number, actor: string, options?: Verdict): Promise<Step>;
  /** Says how a case that isn't open any more turned out. */
  judge(caseId: number, outcome: string, actor: string, options?: Verdict): Promise<Step>;

  /** What a person may do now or has in hand, over all cases or in one. */
  offersFor(actor: string, filter?: OfferFilter & {caseId?: number}): Promise<readonly Offer[]>;
  verdictsFor(actor: string, filter?: OfferFilter): Promise<readonly VerdictOffer[]>;
  /** What stands in the way of an actor doing an activity. */
  explain(caseId: number, activity: string, actor: string, work?: Work): Promise<Explanation>;
  show(caseId: number, options?: {sensitive?: boolean}): Promise<Case>;
  cases(filter?: CaseFilter): Promise<readonly Case[]>;
  /** The model version that a case runs on. */
  modelOf(caseId: number): Promise<Model>;
  events(caseId: number, options?: {from?: number; limit?: number; sensitive?: boolean}): Promise<readonly Event[]>;
  /** Counts cases by deviation and outcome, a report for each process. */
  reportDeviations(options?: {
    process?: string;
    by?: readonly ('activity' | 'kind' | 'motive' | 'class' | 'role' | 'period')[];
    period?: 'month' | 'quarter' | 'year';
    from?: Date;
    until?: Date;
  }): Promise<readonly DeviationReport[]>;

  /** Gives a message to a case, which keeps it until an activity takes it. */
  send(caseId: number, message: string, options?: Command & {values?: GivenData}): Promise<Step>;
  /** Gives a message to every open case that waits for it and that it is about. */
  sendToAll(message: string, options?: Command & {values?: GivenData}): Promise<readonly Step[]>;

  /** Registers what does activities with `service: NAME`, from the next call on. Another one of that name takes its place. */
  onService(name: string, handler: ServiceHandler): void;
  /** Ends an activity that waits for a service: for handlers that answer later, or are none. */
  answer(caseId: number, activity: string, reply: ServiceReply, command?: Command): Promise<Step>;
  /** Does what is due: timers, then calls of services that have a handler here, until nothing more is due. Gives how many things it did. */
  due(options?: {now?: Date | null}): Promise<number>;
  /** When due() will have something to do, up to the next millisecond; null: nothing is known that waits. */
  nextDue(): Promise<Date | null>;
  /** Hands waiting notifications to `deliver`, oldest first, each at least once. Gives how many. What `deliver` throws leaves that one and the later ones waiting. */
  deliver(deliver: (notification: Notification) => void | Promise<void>, options?: {limit?: number}): Promise<number>;

  /** Takes a person's name out of the store; `standIn`: null where nobody of that name was there. */
  erasePerson(person: string): Promise<{readonly standIn: string | null; readonly withdrawn: number; readonly texts: number}>;
  /** Reads all events and checks that everything fits together. */
  verifyLog(options?: {expectedHead?: string; archives?: readonly Store[]}): Promise<LogReport>;
  /** Writes anew what verifyLog() finds to be otherwise than the events come to. */
  rebuild(): Promise<{
    readonly cases: readonly number[];
    readonly heads: number;
    readonly strays: number;
    readonly left: readonly string[];
  }>;
}
