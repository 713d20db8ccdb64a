import itsmflow from './index.js';

export const {
  version, load, loadTexts, verify, Library, Directory, Store, MemoryStore, SqliteStore, Engine,
  ItsmflowError, NotFound, MovedToArchive, UsageError, ModelError, StoreError, NotAuthorized,
} = itsmflow;
