// The browser's own memory of conversations: an IndexedDB store, each a list of turn records.

const STORE = "conversations";
let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asking = indexedDB.open("wenbao", 1);
    asking.onupgradeneeded = () => asking.result.createObjectStore(STORE, { keyPath: "id" });
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
  return opened;
}

async function within(mode, work) {
  const store = (await database()).transaction(STORE, mode).objectStore(STORE);
  return new Promise((resolve, reject) => {
    const asking = work(store);
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
}

// A conversation is {id, title, updated: ms since 1970, records: [...]}.
export const allConversations = async () =>
  (await within("readonly", (store) => store.getAll())).sort((a, b) => b.updated - a.updated);
export const keepConversation = (conversation) => within("readwrite", (store) => store.put(conversation));
export const dropConversation = (id) => within("readwrite", (store) => store.delete(id));
