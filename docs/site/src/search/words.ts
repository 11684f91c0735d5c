/** Beginnings of words that people look for, and of what the pages say for the same. */
const ROWS: [asked: string, ours: string][] = [
  ["paginat", "paging pages"],
  ["idempoten retry retries", "repeat"],
  ["lost lose missing", "losing loses"],
  ["concurren simultan", "while"],
  ["poll", "event wait"],
  ["finish", "done"],
  ["webform", "form"],
  ["notif callback subscri", "event"],
  ["contact people member", "participants"],
  ["delet", "remove deleted"],
  ["throttl", "limit"],
  ["authenticat authoriz login", "authorisation oauth"],
  ["javascript", "typescript"],
  ["exception", "error"],
  ["handl", "safe"],
];

/** What a word is looked for as, too. */
export const alsoAs = (word: string): string[] =>
  ROWS.filter(([asked]) => asked.split(" ").some((beginning) => word.startsWith(beginning))).flatMap(([, ours]) =>
    ours.split(" "),
  );
