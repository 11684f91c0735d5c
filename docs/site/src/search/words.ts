/** Words that people look for, and the beginnings of what the pages say for the same. */
const ROWS: [asked: string, ours: string][] = [
  ["pagination paginate", "paging page"],
  ["idempotent idempotency retry", "repeat"],
  ["lost lose loses", "losing"],
  ["webform", "form"],
  ["notify notification callback subscribe", "event"],
  ["contacts people members", "participants"],
  ["delete", "remove deleted"],
  ["throttle throttling", "limit"],
  ["authentication authorization login", "authorisation oauth"],
  ["javascript js", "typescript"],
  ["exception", "error"],
];

/** What a word is looked for as, too. */
export const alsoAs = (word: string): string[] =>
  ROWS.filter(([asked]) => asked.split(" ").includes(word)).flatMap(([, ours]) => ours.split(" "));
