// The page of the search, in the browser.
import { type Found, type Hit, indexOf, type Piece } from "./find.ts";

addEventListener("DOMContentLoaded", () => {
  const get = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;
  const [form, field] = [get<HTMLFormElement>("search"), get<HTMLInputElement>("words")];
  const [found, hits, pages] = [get("found"), get("hits"), get("pages")];
  const find = indexOf(JSON.parse(get("passages").textContent));
  const links = (): HTMLAnchorElement[] => [...hits.querySelectorAll("a")];

  const show = (): void => {
    const query = field.value.trim();
    const result = find(query);
    found.textContent = query && inWords(query, result);
    const all = [...result.hits, ...result.near];
    hits.replaceChildren(...all.map(element));
    pages.hidden = all.length > 0;
  };

  /** The words stand behind the `#`, so that a page can be gone back to, and no server hears of them. */
  const read = (): void => {
    field.value = new URLSearchParams(location.hash.slice(1)).get("q") ?? "";
    show();
  };

  field.addEventListener("input", () => {
    history.replaceState(null, "", field.value ? `#${new URLSearchParams({ q: field.value })}` : "#");
    show();
  });
  addEventListener("hashchange", read);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    links()[0]?.focus();
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [field, ...links()];
    const here = all.indexOf(document.activeElement as HTMLInputElement);
    if (event.key === "Escape" && here > 0) field.focus();
    if (!step || here < 0) return;
    event.preventDefault();
    all[Math.max(0, here + step)]?.focus();
  });

  form.hidden = false;
  read();
  field.focus({ preventScroll: true }); // whoever comes back to the hits stays where they were
});

function inWords(query: string, { count, hits, near }: Found): string {
  if (count === 0)
    return near.length > 0
      ? `Nothing has “${query}” as it is written. This comes near:`
      : `Nothing was found for “${query}”.`;
  if (count > hits.length) return `${count} places, the best ${hits.length} of them:`;
  const places = count === 1 ? "1 place" : `${count} places`;
  return near.length > 0 ? `${places}, and what comes near:` : `${places}:`;
}

function element({ address, section, title, excerpt }: Hit): HTMLElement {
  const link = document.createElement("a");
  link.href = address;
  link.append(...title.map(shown));
  const [where, text] = [document.createElement("p"), document.createElement("p")];
  where.className = "where";
  where.textContent = section;
  text.append(...excerpt.map(shown));
  const item = document.createElement("li");
  item.append(link, where, text);
  return item;
}

function shown({ text, hit }: Piece): Node {
  if (!hit) return document.createTextNode(text);
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
}
